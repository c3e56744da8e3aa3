"""What goes wrong with Spotify, and what people do in it."""

from collections.abc import Iterator
from random import Random

from bot.demo.spotify import faults as spotify
from tests.simulation.faults import fault
from tests.simulation.stage import Stage

FULL = spotify.refused(400, "Playlist size limit reached")


@fault(4)
def trouble_spotify(stage: Stage, draw: Random) -> Iterator[float]:
    """Have Spotify fail in one way for a while."""
    weather = stage.world.weather
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
            spotify.too_many(draw.choice((600, 5400)), quota=True),
            spotify.refused(403),
            spotify.refused(404, "Not found."),
        )
    )
    chance = draw.choice((0.3, 1.0))

    def strikes(method: str, path: str) -> spotify.Fault | None:
        return one if draw.random() < chance else None

    return weather.over(weather.spotify, draw.choice((20, 600)), strikes)


@fault(1)
def fill_the_playlists(stage: Stage, draw: Random) -> Iterator[float]:
    """Have no playlist take another song for a while."""
    weather = stage.world.weather
    return weather.over(
        weather.spotify,
        600,
        lambda method, path: FULL if (method, path[-6:]) == ("POST", "/items") else None,
    )


@fault(2)
def read_stale(stage: Stage, draw: Random) -> Iterator[float]:
    """Have Spotify answer what was there the last time for a while."""
    weather = stage.world.weather
    told = stage.world.spotify.told

    def strikes(method: str, path: str) -> spotify.Fault | None:
        last = told.get(path) if method == "GET" and path.endswith("/items") else None
        return spotify.Fault(answer=last) if last is not None else None

    return weather.over(weather.spotify, draw.choice((20, 300)), strikes)


@fault(1)
def publish_what_is_made(stage: Stage, draw: Random) -> Iterator[float]:
    """Have Spotify make playlists public that were to be private."""
    stage.world.spotify.publish_new_playlists(True)
    yield draw.choice((600, 3600))
    stage.world.spotify.publish_new_playlists(False)


@fault(1)
def end_tokens(stage: Stage, draw: Random) -> None:
    """End Spotify's access tokens before their time."""
    stage.world.spotify.grants.expire_access()


@fault(1)
def revoke_the_grant(stage: Stage, draw: Random) -> Iterator[float]:
    """Have the account's owner take the permission back, and the host get another one."""
    stage.world.trace.note("somebody", "revokes the grant of Spotify")
    stage.world.spotify.grants.revoke()
    yield draw.choice((300, 3600))
    stage.world.trace.note("somebody", "gives the bot another grant of Spotify")
    stage.world.spotify.grant_again()
    for process in stage.world.alive:
        process.stop()


@fault(2)
def delete_a_playlist(stage: Stage, draw: Random) -> Iterator[float]:
    """Have somebody delete a playlist of the bot's, and restore it."""
    library = stage.world.spotify.state.library
    if library:
        gone = draw.choice(list(library))
        stage.world.trace.note("somebody", f"deletes {gone}")
        del library[gone]
        yield draw.choice((300, 1800))
        library[gone] = None


@fault(2)
def edit_a_playlist(stage: Stage, draw: Random) -> None:
    """Have a person put a song into a playlist of the bot's."""
    playlists = stage.world.spotify.playlists
    if playlists:
        song = draw.choice(stage.world.spotify.catalogue)
        stage.world.spotify.human_adds(draw.choice(playlists).id, song.uri)
