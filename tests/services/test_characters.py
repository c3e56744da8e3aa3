"""Characters: one of a name, songs that are theirs over the episodes, and who may change what."""

import pytest

from bot.domain.errors import DuplicateCharacter, InvalidInput, NotAllowed, NotFound
from bot.domain.model import ChannelId, Character, CharacterId, GuildId, ProposalId
from tests.builders import person, recording
from tests.services.conftest import House

WRITER = person(7)


async def maya(house: House) -> Character:
    view = await house.services.characters.create(house.boss, house.room, "Maya", "She left.")
    return view.character


@pytest.mark.parametrize(
    "again", ["Maya", "  maya ", "MAYA", "Máya", "Ｍaya", "Ma\u200bya", "\ufeffMaya"]
)
async def test_no_two_characters_of_one_name(house: House, again: str) -> None:
    await maya(house)
    with pytest.raises(DuplicateCharacter):
        await house.services.characters.create(house.boss, house.room, again)
    other = await house.services.characters.create(house.boss, house.room, "Ned")
    with pytest.raises(DuplicateCharacter):
        await house.services.characters.edit(
            house.boss, house.room, other.character.id, again, "kept"
        )
    assert [one.name for one in await house.services.characters.all(house.room)] == ["Maya", "Ned"]


@pytest.mark.parametrize(
    ("name", "backstory", "code"),
    [
        ("  ", "", "character.empty"),
        ("\u3164\u200b", "", "character.empty"),
        ("M" * 81, "", "character.name_long"),
        ("Maya", "x" * 2001, "character.backstory_long"),
    ],
)
async def test_what_cannot_be_kept_is_refused(
    house: House, name: str, backstory: str, code: str
) -> None:
    with pytest.raises(InvalidInput) as told:
        await house.services.characters.create(house.boss, house.room, name, backstory)
    assert told.value.what == code
    assert await house.services.characters.all(house.room) == ()


async def test_only_the_showrunner_makes_and_changes_characters(house: House) -> None:
    her = await maya(house)
    characters = house.services.characters
    for refused in (
        characters.create(WRITER, house.room, "Ned"),
        characters.edit(WRITER, house.room, her.id, "Ned", ""),
        characters.set_playlist(WRITER, house.room, her.id, True),
    ):
        with pytest.raises(NotAllowed):
            await refused
    assert (await characters.get(house.room, her.id)) == her


async def test_a_page_says_who_they_are_in_songs_over_the_episodes(house: House) -> None:
    her = await maya(house)
    propose = house.services.proposals.propose
    first = await house.episode("103")
    await propose(WRITER, house.room, first, recording(1), "She leaves", character_id=her.id)
    await propose(WRITER, house.room, first, recording(2))
    second = await house.episode("104")
    made = await propose(WRITER, house.room, second, recording(3))
    view = await house.services.characters.view(house.room, her.id)
    assert [(e.number, p.song.title) for e, p in view.songs] == [("103", "Song 1")]
    assert [one.song.title for one in view.free] == ["Song 3"]  # of the current episode
    await house.services.characters.assign(WRITER, house.room, made.id, her.id)
    view = await house.services.characters.view(house.room, her.id)
    assert [(e.number, p.song.title) for e, p in view.songs] == [
        ("103", "Song 1"),
        ("104", "Song 3"),
    ]
    assert view.free == ()
    assert await house.services.characters.counts(house.room) == {her.id: 2}
    await house.services.characters.assign(WRITER, house.room, made.id, None, was=her.id)
    assert await house.services.characters.counts(house.room) == {her.id: 1}


async def test_a_song_that_was_given_away_meanwhile_stays_where_it_is(house: House) -> None:
    her = await maya(house)
    ned = (await house.services.characters.create(house.boss, house.room, "Ned")).character
    [made] = await house.proposed(await house.episode(), 1)
    assign = house.services.characters.assign
    await assign(WRITER, house.room, made.id, her.id)
    for whose in (ned.id, None):  # as of a menu that calls it nobody's
        with pytest.raises(InvalidInput) as told:
            await assign(person(8), house.room, made.id, whose)
        assert (told.value.what, told.value.facts) == ("character.taken", {"whose": "Maya"})
    await assign(person(8), house.room, made.id, her.id)  # as it is already
    assert (await assign(person(8), house.room, made.id, ned.id, was=her.id)).character == "Ned"


async def test_a_page_says_which_songs_made_it_to_the_board(house: House) -> None:
    her = await maya(house)
    episode, round_id = await house.opened(songs=3, seats=2)
    songs = await house.services.proposals.longlist(house.room, episode)
    for one in songs:
        await house.services.characters.assign(WRITER, house.room, one.id, her.id)
    await house.vote(round_id, 7, 1, 2)
    await house.close(episode)
    won = set(await house.songs(round_id, 1, 2))
    view = await house.services.characters.view(house.room, her.id)
    assert view.seated == {(episode.id, song_id) for song_id in won}


async def test_withdrawn_songs_are_nobodys(house: House) -> None:
    her = await maya(house)
    episode = await house.episode()
    [made] = await house.proposed(episode, 1)
    await house.services.characters.assign(WRITER, house.room, made.id, her.id)
    await house.services.withdrawals.withdraw(house.boss, house.room, made.id)
    assert (await house.services.characters.view(house.room, her.id)).songs == ()
    with pytest.raises(NotFound):
        await house.services.characters.assign(WRITER, house.room, made.id, her.id)


async def test_a_song_goes_to_nobody_of_another_room(house: House) -> None:
    her = await maya(house)
    other = await house.services.rooms.setup(
        house.boss, GuildId(6), ChannelId(11), title="Elsewhere", timezone="UTC"
    )
    episode = await house.episode()
    [made] = await house.proposed(episode, 1)
    characters = house.services.characters
    for refused in (
        characters.view(other, her.id),
        characters.assign(house.boss, other, made.id, None),
        characters.assign(house.boss, house.room, ProposalId(404), her.id),
        characters.assign(house.boss, house.room, made.id, CharacterId(404)),
        characters.find(other, "Maya"),
    ):
        with pytest.raises(NotFound):
            await refused


@pytest.mark.parametrize("words", ["Maya", " maya ", "{id}"])
async def test_a_character_is_found_by_name_or_choice(house: House, words: str) -> None:
    her = await maya(house)
    assert await house.services.characters.find(house.room, words.format(id=her.id)) == her


async def test_a_characters_playlist_follows_their_songs(house: House) -> None:
    her = await maya(house)
    view = await house.services.characters.set_playlist(house.boss, house.room, her.id, True)
    assert view.listen_url == ""
    episode = await house.episode()
    made = await house.services.proposals.propose(
        WRITER, house.room, episode, recording(1), character_id=her.id
    )
    await house.work_off()
    view = await house.services.characters.view(house.room, her.id)
    assert view.listen_url.startswith("https://open.spotify.com/playlist/")
    [*_, intent] = house.playlists.intents
    assert intent.wanted == (recording(1).uri,)
    await house.services.withdrawals.withdraw(WRITER, house.room, made.id)
    await house.work_off()
    assert not house.playlists.intents[-1].wanted
    view = await house.services.characters.set_playlist(house.boss, house.room, her.id, False)
    assert view.listen_url == ""


async def test_a_playlist_needs_an_account_to_be_kept_in(house: House) -> None:
    her = await maya(house)
    house.playlists.configured = False
    with pytest.raises(InvalidInput) as told:
        await house.services.characters.set_playlist(house.boss, house.room, her.id, True)
    assert told.value.what == "character.no_spotify"
