"""From a song somebody hears to the longlist, and reading it."""
