"""Everything the bot draws at random, in one place."""

import base64
from random import Random, SystemRandom


class Randomness:
    """Draws what nobody may guess, and spreads what should not happen all at once.

    Args:
        source: Where the bits come from; the operating system unless another one is given.
    """

    def __init__(self, source: Random | None = None) -> None:
        self._source = source or SystemRandom()

    def bits(self, number: int) -> int:
        """Return a whole number of so many bits."""
        return self._source.getrandbits(number)

    def lot(self) -> str:
        """Return what a round's lot is drawn from: 32 hexadecimal digits."""
        return f"{self.bits(128):032x}"

    def nonce(self) -> str:
        """Return a word that ties an answer to its question: 32 characters, safe in an address."""
        return base64.urlsafe_b64encode(self._source.randbytes(24)).decode()

    def reference(self) -> str:
        """Return a name for one error in the log: six hexadecimal digits."""
        return f"{self.bits(24):06X}"

    def fraction(self) -> float:
        """Return a number from 0 to just below 1, for delays."""
        return self._source.random()
