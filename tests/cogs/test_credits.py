"""The credits of a song: what is suggested is told apart from what somebody has confirmed."""

import pytest
import simcord

from bot.domain.credits import Credit, CreditId, CreditKind, Found
from bot.domain.errors import CreditsBusy, CreditsUnavailable
from bot.domain.model import ChannelId, GuildId, Person, Room, RoomId, Song, SongId, UserId
from bot.services.rights.credits import CreditsView
from cogs.ui.kit.components import TEXT_MAX, layout, row
from cogs.ui.rights.credits import (
    OPTIONS_MAX,
    CreditsButton,
    CreditsMenu,
    LookUpCreditsButton,
    credits_page,
)
from tests.builders import recording
from tests.cogs.conftest import Studio
from tests.cogs.limits import texts_of
from tests.cogs.messages import answered, labels, menu, said
from tests.cogs.steps import longlist, propose_one, set_up

WORK = "https://musicbrainz.org/work/1"
FOUND = (
    Found(CreditKind.WRITER, "Joni *Mitchell* @everyone", WORK),
    Found(CreditKind.LABEL, "[Reprise](https://evil.example)"),
    Found(CreditKind.YEAR, "1971"),
)


async def listed(studio: Studio) -> SongId:
    await set_up(studio)
    await propose_one(studio, 1)
    studio.house.credits.found = {recording(1).isrc: FOUND}
    [proposal] = await longlist(studio)
    return SongId(proposal.song.id)


async def pressed(
    studio: Studio, song: SongId, who: simcord.MemberActor, label: str
) -> simcord.InteractionResult:
    """Have somebody press one of the buttons that the screen of a song's rights may have."""
    channel = studio.now.client.get_partial_messageable(studio.channel.id)
    buttons = row(CreditsButton.make(song), LookUpCreditsButton.make(song))
    posted = await channel.send(view=layout(buttons))
    return await who.click(posted, label=label)


async def typing(studio: Studio) -> simcord.InteractionResult:
    """Open the form for the credits of a song; the room is set up."""
    await propose_one(studio, 1)
    [proposal] = await longlist(studio)
    page = shown(await pressed(studio, proposal.song.id, studio.boss, "Credits"))
    return await studio.boss.click(page, label="Type credits")


def shown(result: simcord.InteractionResult) -> simcord.ResponseMessage:
    message = result.response or result.followups[-1]
    assert message is not None
    return message


async def test_what_is_looked_up_is_a_suggestion_until_somebody_ticks_it(studio: Studio) -> None:
    song = await listed(studio)
    page = shown(await pressed(studio, song, studio.boss, "Look up credits"))
    told = said(page)
    assert "**Writers**: not on file" in told
    assert f"Writer: Joni \\*Mitchell\\* @\u200beveryone ([source](<{WORK}>))" in told
    assert "](https://evil" not in told
    options = menu(page, "creditschosen:")["options"]
    assert not any(one.get("default") for one in options)
    chosen = [one["value"] for one in options[:2]]
    await studio.boss.select(page, chosen, custom_id=f"creditschosen:{song}")
    told = said(page)
    assert "**Writers**: Joni \\*Mitchell\\*" in told
    assert "**Year**: not on file" in told
    services = studio.now.services
    room = await services.rooms.at(ChannelId(studio.channel.id))
    boss = Person(UserId(studio.boss.id), frozenset(), True)
    rights = await services.rights.view(boss, room, song)
    assert [one.name for one in rights.rights.holders] == ["[Reprise](https://evil.example)"]
    await studio.boss.select(page, [], custom_id=f"creditschosen:{song}")
    assert "**Writers**: not on file" in said(page)


@pytest.mark.parametrize("name", ["*" * 100, "A plain name of a publisher " * 3, "\u05d0@" * 50])
@pytest.mark.parametrize("ticked", [0, 13, 25, 60])
def test_however_many_credits_there_are_and_however_long_they_fit(name: str, ticked: int) -> None:
    room = Room(RoomId(1), GuildId(1), ChannelId(1), name, "UTC", UserId(1))
    song = Song(SongId(1), recording(1, title=name * 3, artists=(name * 3,)))
    link = "https://musicbrainz.org/work/0123abcd-0123-0123-0123-0123456789ab"
    kinds = list(CreditKind)[:3]
    credits_ = [
        Credit(
            CreditId(n), song, kinds[n % 3], name, 33_33, "musicbrainz", link, confirmed=n < ticked
        )
        for n in range(max(25, ticked))
    ]
    page = credits_page(CreditsView(room, song, tuple(credits_), "USRE17100001", True))
    assert page.content_length() <= TEXT_MAX
    [menu_] = [one for one in page.walk_children() if isinstance(one, CreditsMenu)]
    assert len(menu_.item.options) == OPTIONS_MAX
    told = "\n".join(texts_of(page))
    assert told.count("Writer: ") + told.count("Publisher: ") + told.count("Label: ") == max(
        25 - ticked, 0
    )


async def test_who_does_not_clear_songs_sees_nothing_of_it(studio: Studio) -> None:
    song = await listed(studio)
    for label in ("Credits", "Look up credits"):
        told = answered(await pressed(studio, song, studio.writers[0], label))
        assert "Joni" not in told
        assert "music supervisor" in told
    assert studio.house.credits.asked == []


async def test_a_lookup_that_fails_says_what_to_do(studio: Studio) -> None:
    song = await listed(studio)
    for error, words in (
        (CreditsUnavailable(500), "MusicBrainz isn't answering"),
        (CreditsBusy(2_000_000_000), "MusicBrainz asks us to wait until <t:2000000000:F>"),
    ):
        studio.house.credits.error = error
        told = answered(await pressed(studio, song, studio.boss, "Look up credits"))
        assert words in told
        assert "*Type credits*" in told


async def test_where_it_is_off_or_nothing_is_known_the_screen_says_so(studio: Studio) -> None:
    song = await listed(studio)
    studio.house.credits.found = {}
    told = said(shown(await pressed(studio, song, studio.boss, "Look up credits")))
    assert "MusicBrainz has nothing more on this recording" in told
    studio.house.credits.on = False
    page = shown(await pressed(studio, song, studio.boss, "Credits"))
    assert "`MUSICBRAINZ_CONTACT`" in said(page)
    assert labels(page) == ["Type credits"]
