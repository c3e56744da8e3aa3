"""The handlers of promised effects."""
