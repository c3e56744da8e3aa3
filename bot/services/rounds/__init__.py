"""The life of a round: scheduled, opened, voted on, closed, counted."""
