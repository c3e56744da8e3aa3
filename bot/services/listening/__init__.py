"""Listening together: sessions over a presented shortlist, and the lines written in them."""
