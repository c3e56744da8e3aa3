"""What the services ask of the world and of the store, as protocols; adapters implement them."""
