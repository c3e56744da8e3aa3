"""The lifecycle of a round: scheduling, opening, voting, closing and counting."""
