"""`make pictures`: the pictures of the guides, taken while the demo's story is played.

Beside each picture stands what it shows, in words. `tests/e2e/test_pictures.py` plays the story
again and compares: where the words differ, the picture is stale.
"""
