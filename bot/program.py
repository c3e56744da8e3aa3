"""`needledrop`: the program of an installed Needle Drop. It does what `python -m bot` does."""

# Before all else, as in `bot.__main__`: a stop is clean while the rest is imported, too.
from bot.signals import let_interrupts_end  # isort: split


def main() -> None:
    """Run the command that was typed."""
    let_interrupts_end()
    from bot.__main__ import main as commands

    commands()
