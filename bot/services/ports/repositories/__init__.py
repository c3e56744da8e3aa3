"""The repositories that the services need, as protocols, one module for each subject."""
