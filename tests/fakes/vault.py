"""A stand-in for encryption."""


class FakeVault:
    """Seals so that a test can see that it was."""

    def seal(self, text: str) -> str:
        return f"sealed<{text[::-1]}>"

    def open(self, sealed: str) -> str:
        return sealed.removeprefix("sealed<").removesuffix(">")[::-1]
