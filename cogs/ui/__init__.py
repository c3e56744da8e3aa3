"""Screens: functions that turn domain objects into components, and the buttons on them."""
