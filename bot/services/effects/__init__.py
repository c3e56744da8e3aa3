"""What the outbox does for each promised effect."""
