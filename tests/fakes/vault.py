"""A stand-in for encryption."""

from typing_extensions import override

from bot.services.ports.world import Vault


class FakeVault(Vault):
    """Seals so that a test can see that it was, and what for."""

    @override
    def seal(self, text: str, place: str) -> str:
        return f"sealed<{place}|{text[::-1]}>"

    @override
    def open(self, sealed: str, place: str) -> str:
        its_place, _, text = sealed.removeprefix("sealed<").removesuffix(">").partition("|")
        assert its_place == place, "sealed for another place"
        return text[::-1]

    @override
    def bind(self, sealed: str, place: str) -> str:
        return sealed if "|" in sealed else self.seal(sealed, place)
