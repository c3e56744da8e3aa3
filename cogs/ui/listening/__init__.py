"""The screens of listening together."""
