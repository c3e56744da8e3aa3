"""The ballot message, and a writer's own ballot in each form."""
