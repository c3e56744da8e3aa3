"""Terms are kept for the room, an episode and a song in it, by those who clear and nobody else."""

import pytest

from bot.domain.errors import InvalidInput, NotAllowed, NotFound
from bot.domain.model import EpisodeId, Room, SongId
from bot.domain.rights import PRODUCTION, Terms, marks_of
from tests.builders import person
from tests.services.conftest import House

SUPERVISOR, WRITER, ADMIN = person(77), person(5), person(3, manages=True)


async def listed(house: House) -> tuple[Room, EpisodeId, SongId]:
    """Return the room with a music supervisor, an episode, and a song of its longlist."""
    room = await house.services.rooms.name_supervisor(house.boss, house.room, SUPERVISOR.user_id)
    episode = await house.episode()
    [proposal] = await house.proposed(episode, 1)
    return room, episode.id, proposal.song.id


async def test_a_song_has_its_own_the_episode_s_and_the_room_s(house: House) -> None:
    room, episode, song = await listed(house)
    terms = house.services.rights_terms
    await terms.save(SUPERVISOR, room, {"company": " Lot  5 ", "use": "Featured"})
    await terms.save(SUPERVISOR, room, {"shooting": "May"}, episode)
    await terms.save(house.boss, room, {"seconds": "1:05", "use": "Sung"}, episode, song)
    view = await terms.view(SUPERVISOR, room, episode, song)
    assert view.holding == Terms(company="Lot 5", use="Sung", seconds="65", shooting="May")
    assert view.own == Terms(use="Sung", seconds="65")
    assert (await terms.view(SUPERVISOR, room, episode)).holding.use == "Featured"
    other = await house.episode("105")
    assert (await terms.view(SUPERVISOR, room, other.id, song)).holding == Terms(
        company="Lot 5", use="Featured"
    )
    await terms.save(SUPERVISOR, room, {"use": ""}, episode, song)
    assert (await terms.view(SUPERVISOR, room, episode, song)).holding.use == "Featured"


async def test_of_two_who_change_the_same_the_second_is_told_and_nothing_is_lost(
    house: House,
) -> None:
    room, _, _ = await listed(house)
    terms = house.services.rights_terms
    before = marks_of(Terms(), PRODUCTION)
    await terms.save(house.boss, room, {"company": "A", "signer": "", "production": ""}, was=before)
    both = {"company": "", "signer": "Ana", "production": ""}
    assert (await terms.save(SUPERVISOR, room, both, was=before)).own == Terms(
        company="A", signer="Ana"
    )
    clash = {"company": "B", "signer": "Ana", "production": "Series"}
    with pytest.raises(InvalidInput, match=r"terms\.overtaken"):
        await terms.save(SUPERVISOR, room, clash, was=before)
    assert (await terms.view(SUPERVISOR, room)).own == Terms(company="A", signer="Ana")


@pytest.mark.parametrize("who", [WRITER, ADMIN], ids=["writer", "admin"])
async def test_nobody_else_sees_or_changes_them(house: House, who: object) -> None:
    room, episode, song = await listed(house)
    terms = house.services.rights_terms
    with pytest.raises(NotAllowed, match="supervisor"):
        await terms.view(who, room, episode, song)  # type: ignore[arg-type]
    with pytest.raises(NotAllowed, match="supervisor"):
        await terms.save(who, room, {"use": "x"})  # type: ignore[arg-type]
    assert (await terms.view(SUPERVISOR, room)).own == Terms()


async def test_a_song_has_terms_in_an_episode_alone(house: House) -> None:
    room, episode, song = await listed(house)
    terms = house.services.rights_terms
    with pytest.raises(NotFound, match="song"):
        await terms.view(SUPERVISOR, room, None, song)
    with pytest.raises(NotFound, match="song"):
        await terms.save(SUPERVISOR, room, {"use": "x"}, episode, SongId(12345))
