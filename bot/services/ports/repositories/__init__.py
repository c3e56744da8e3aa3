"""What the services need kept, as protocols, a module for each kind of thing."""
