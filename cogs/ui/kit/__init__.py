"""The toolkit that every screen is built with."""
