"""What the services need from outside, as protocols; adapters implement them."""
