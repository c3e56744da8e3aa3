"""Draw everything random in one place."""

import base64
from random import Random, SystemRandom


class Randomness:
    """Draws seeds, nonces, references and delays.

    Args:
        source: The source of the bits; by default, the operating system.
    """

    def __init__(self, source: Random | None = None) -> None:
        self._source = source or SystemRandom()

    def bits(self, number: int) -> int:
        """Return an integer of that many random bits."""
        return self._source.getrandbits(number)

    def lot(self) -> str:
        """Return the seed of a round's lot: 32 hexadecimal digits."""
        return f"{self.bits(128):032x}"

    def nonce(self) -> str:
        """Return a nonce that ties an answer to its request: 32 URL-safe characters."""
        return base64.urlsafe_b64encode(self._source.randbytes(24)).decode()

    def reference(self) -> str:
        """Return a reference for one error in the log: six hexadecimal digits."""
        return f"{self.bits(24):06X}"

    def fraction(self) -> float:
        """Return a number from 0 to just below 1, for delays."""
        return self._source.random()
