"""What goes wrong with Spotify; a fault is one function, as in `faults`."""

from random import Random
from typing import TYPE_CHECKING

from bot.demo.spotify import faults as spotify
from tests.simulation.faults import fault

if TYPE_CHECKING:
    from tests.simulation.world import World


@fault(4)
def trouble_spotify(world: "World", draw: Random) -> None:
    """Have Spotify fail in one way for a while."""
    effect = draw.random() < 0.5
    one = draw.choice(
        (
            spotify.broken(effect=effect),
            spotify.broken(503, effect=effect),
            spotify.dropped(effect=effect),
            spotify.html(effect=effect),
            spotify.empty(effect=effect),
            spotify.text_error(),
            spotify.too_many(draw.choice((5, 600))),
            spotify.refused(403),
            spotify.refused(404, "Not found."),
        )
    )
    chance = draw.choice((0.3, 1.0))

    def strikes(method: str, path: str) -> spotify.Fault | None:
        return one if draw.random() < chance else None

    world.weather.over_spotify(draw.choice((20, 600)), strikes)


@fault(1)
def end_tokens(world: "World", draw: Random) -> None:
    """End Spotify's access tokens before their time."""
    world.spotify.grants.expire_access()


@fault(2)
def edit_a_playlist(world: "World", draw: Random) -> None:
    """Have a person put a song into a playlist of the bot's."""
    playlists = world.spotify.playlists
    if playlists:
        song = draw.choice(world.spotify.catalogue)
        world.spotify.human_adds(draw.choice(playlists).id, song.uri)
