"""The bot as hosts install it: the wheel, the image's recipe, the files for compose and systemd."""
