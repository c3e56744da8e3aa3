"""A longlist of many, read on a phone: paged, sorted and searched."""

from bot.domain.model import Character, CharacterId, Person, ProposalId, UserId
from bot.domain.structs import replace
from tests.builders import recording
from tests.cogs.conftest import Studio
from tests.cogs.longlists import choose, listed, long, opened, pressable, second
from tests.cogs.messages import answered, menu, said, values
from tests.cogs.steps import confirmed, propose, propose_one, set_up


async def test_pages_stay_put_while_songs_come_and_go(studio: Studio) -> None:
    await long(studio, 25)
    shown = await opened(studio.writers[0], studio, "song list")
    assert "25 songs, newest first · 1 to 10" in said(shown)
    assert listed(shown) == list(range(25, 15, -1))
    await propose_one(studio, 26)
    await confirmed(studio, studio.boss, "song withdraw", song="Song 18")
    await studio.restart()
    await studio.writers[0].click(shown, label="Next")
    assert listed(shown) == list(range(15, 5, -1))
    assert "1 newer song not shown" in said(shown)
    await studio.writers[0].click(shown, label="Next")
    assert listed(shown) == [5, 4, 3, 2, 1]
    assert not pressable(shown, "Next")
    await studio.writers[0].click(shown, label="Previous")
    assert listed(shown) == list(range(15, 5, -1))


async def test_the_most_seconded_come_first_as_they_were(studio: Studio) -> None:
    await long(studio, 22)
    await second(studio, 9, 1, 2)
    await second(studio, 20, 3)
    studio.house.clock.move(60)
    shown = await opened(studio.writers[0], studio, "song list", sort=1)
    assert listed(shown)[:3] == [9, 20, 1]
    assert "seconded by 2" in said(shown)
    studio.house.clock.move(60)
    await second(studio, 22, 1, 2, 3)
    await studio.writers[0].click(shown, label="Next")
    await studio.writers[0].click(shown, label="Next")
    assert listed(shown) == [21, 22]
    await choose(studio.writers[0], shown, "longsort:", "Most seconded first")
    assert listed(shown)[:3] == [22, 9, 20]


async def test_what_i_proposed_and_what_waits_for_a_second(studio: Studio) -> None:
    await set_up(studio)
    await propose(studio, 8)
    writer = studio.writers[1]  # proposed 1 and 5
    shown = await opened(writer, studio, "song list", show=1)
    assert listed(shown) == [5, 1]
    assert "What I proposed: 2, newest first" in said(shown)
    await second(studio, 5, 77)
    await choose(writer, shown, "longshow:", "Not seconded yet")
    assert listed(shown) == [8, 7, 6, 4, 3, 2, 1]
    await choose(writer, shown, "longshow:", "No notes yet")
    assert "none" in said(shown)
    await choose(writer, shown, "longshow:", "All songs")
    assert len(listed(shown)) == 8


async def test_by_character_and_by_proposer(studio: Studio) -> None:
    room, episode = await long(studio, 6)
    async with studio.house.store.transaction(None) as unit:
        songs = await unit.proposals.longlist(episode.id)
        for number, name in enumerate(("Maya", "Ada")):
            one = Character(
                CharacterId(studio.house.store.new_id()), room.id, name, "", room.showrunner_id, 1
            )
            await unit.characters.add(one)
            await unit.characters.assign(songs[number].id, one.id)
    shown = await opened(studio.writers[0], studio, "song list")
    await choose(studio.writers[0], shown, "longsort:", "By character")
    assert listed(shown) == [2, 1, 6, 5, 4, 3]
    assert "for Ada, by" in said(shown)
    await choose(studio.writers[0], shown, "longshow:", "For Maya")
    assert listed(shown) == [1]
    assert "For Maya: 1, by character" in said(shown)
    await choose(studio.writers[0], shown, "longshow:", "For nobody yet")
    assert listed(shown) == [6, 5, 4, 3]
    await choose(studio.writers[0], shown, "longshow:", "All songs")
    await choose(studio.writers[0], shown, "longsort:", "By proposer")
    assert listed(shown) == [1, 2, 3, 4, 5, 6]


async def test_hidden_proposers_are_no_way_to_sort(studio: Studio) -> None:
    room, _ = await long(studio, 3)
    boss = Person(UserId(studio.boss.id), frozenset(), True)
    await studio.now.services.rooms.change_settings(
        boss, room, lambda standing: replace(standing, proposers_hidden=True)
    )
    shown = await opened(studio.writers[0], studio, "song list", sort=3)
    assert "newest first" in said(shown)
    assert "by <@" not in said(shown)
    labels = [option["label"] for option in menu(shown, "longsort:")["options"]]
    assert labels == ["Newest first", "Most seconded first"]


async def test_a_song_of_the_page_is_looked_at_seconded_and_added_to(studio: Studio) -> None:
    await long(studio, 12)
    writer = studio.writers[0]
    shown = await opened(writer, studio, "song list")
    found = menu(shown, "longlook:")
    result = await writer.select(shown, values(found, "Song 7"), custom_id=found["custom_id"])
    assert "**[Song 7]" in answered(result)
    card = result.response
    assert card is not None
    assert "1 second so far" in answered(await writer.click(card, label="Second"))
    form = await writer.click(card, label="Add what it tells us")
    assert "Saved with **Song 7**" in answered(
        await writer.submit_modal(form, {"note": "Rain on the roof."})
    )


async def test_autocomplete_finds_songs_by_a_few_letters(studio: Studio) -> None:
    room, episode = await long(studio, 500)
    async with studio.house.store.transaction(None) as unit:
        song = await unit.proposals.remember(
            room.id, recording(900, title="Déjà Vu", artists=("Beyoncé", "JAY-Z"))
        )
        [first, *_] = await unit.proposals.longlist(episode.id)
        await unit.proposals.add(
            replace(first, id=ProposalId(first.id + 1), song=song, proposer_id=UserId(5))
        )
    writer = studio.writers[0]

    async def offered(command: str, typed: str) -> list[str]:
        choices = await writer.autocomplete(studio.channel, command, "song", typed)
        return [choice["name"] for choice in choices]

    assert await offered("song note", "beyonce dej") == ["Déjà Vu \u2013 Beyoncé, JAY-Z"]
    assert len(await offered("song note", "")) == 25
    assert (await offered("song note", "49"))[0].startswith("Song 499")
    assert await offered("song withdraw", "deja") == []
    await propose_one(studio, 510)
    assert await offered("song withdraw", "") == ["Song 510 \u2013 Artist 510"]
    assert await offered("song second", "510") == []
