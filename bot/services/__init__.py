"""Use cases, one verb a method. They know the domain and their ports, nothing else."""
