"""Screens: pure renderers (domain in, components out), and what can be pressed on them."""
