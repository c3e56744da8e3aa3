"""Who may do what: every command, button, menu, form and autocomplete, by every kind of person."""
