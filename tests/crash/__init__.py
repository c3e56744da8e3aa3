"""Kill processes of the bot at any moment: nothing that was promised may be lost or doubled.

`python -m tests.crash` is the long form, `test_crash.py` the short one. See `arena.py`.
"""
