"""What those who clear songs are led to: what comes next, and back to the lists."""

from tests.cogs.boards import boarded, seats
from tests.cogs.conftest import Studio
from tests.cogs.longlists import choose, opened
from tests.cogs.messages import answered, labels, said
from tests.cogs.steps import propose_one
from tests.cogs.test_rights_screens import (
    ASKED,
    LABEL,
    ROOM,
    fill_in,
    named,
    supervised,
    updated,
    with_label,
)

PUBLISHER = {"name": "Quiet Music", "share": "100", "contact": "", "favored": ["no"]}


async def test_the_song_says_what_comes_next_until_it_is_cleared(studio: Studio) -> None:
    supervisor = await supervised(studio)
    shown = await opened(supervisor, studio, "rights show", song="Song 1")
    assert "Next: add who holds each side." in said(shown)
    await fill_in(supervisor, shown, "Add a holder of the recording", LABEL)
    assert "Next: add who holds the song." in said(shown)
    await fill_in(supervisor, shown, "Add a holder of the song", PUBLISHER)
    assert "Next: `/rights letters` drafts letters" in said(shown)
    for name in ("Lot *5* Records", "Quiet Music"):
        await choose(supervisor, shown, "rightsholder:", name)
        await supervisor.click(shown, label="Mark as asked")
    assert "Next: " not in said(shown)
    await updated(supervisor, shown, stage=["quoted"], fee="10 USD", answer_by="")
    assert "Next: once you agree on a fee" in said(shown)
    for name in ("Lot *5* Records", "Quiet Music"):
        await choose(supervisor, shown, "rightsholder:", name)
        await supervisor.click(shown, label="Mark as cleared")
    assert "Rights: **cleared**\n" in said(shown)
    assert "10 USD" in said(shown)
    assert "Next: " not in said(shown)
    await choose(supervisor, shown, "rightsholder:", "Quiet Music")
    assert not {"Mark as asked", "Mark as cleared", "Mark as refused"} & set(labels(shown))


async def test_one_press_marks_a_holder_and_keeps_the_date_of_who_is_asked(studio: Studio) -> None:
    supervisor = await supervised(studio)
    shown = await with_label(supervisor, studio)
    to_ask = {"stage": ["to_ask"], "answer_by": "in 3 days", "note": ""}
    await updated(supervisor, shown, **to_ask)
    await choose(supervisor, shown, "rightsholder:", "Lot *5* Records")
    await supervisor.click(shown, label="Mark as asked")
    assert "Saved: **Lot \\*5\\* Records**, asked." in said(shown)
    assert "an answer is wanted by" in said(shown)
    await choose(supervisor, shown, "rightsholder:", "Lot *5* Records")
    await supervisor.click(shown, label="Mark as refused")
    assert "Rights: **denied**\n" in said(shown)
    assert "\nNext: `/board show` says who steps in" in said(shown)


async def test_a_mark_on_what_somebody_has_updated_since_changes_nothing(studio: Studio) -> None:
    supervisor = await supervised(studio)
    shown = await with_label(supervisor, studio)
    await choose(supervisor, shown, "rightsholder:", "Lot *5* Records")
    other = await opened(studio.boss, studio, "rights show", song="Song 1")
    await updated(studio.boss, other, stage=["quoted"], fee="5 USD")
    late = answered(await supervisor.click(shown, label="Mark as asked"))
    assert "updated" in late
    again = said(await opened(supervisor, studio, "rights show", song="Song 1"))
    assert "quoted · 5 USD" in again


async def test_the_board_leads_from_a_song_to_its_holders(studio: Studio) -> None:
    await boarded(studio)
    supervisor = await named(studio)
    board = await opened(supervisor, studio, "board show")
    first, *_ = seats(board)
    await choose(supervisor, board, "boardslot:", f"1. {first}")
    assert "No rights notes yet." in said(board)
    shown = await opened(supervisor, studio, "rights show", song=first)
    await fill_in(supervisor, shown, "Add a holder of the recording", LABEL)
    board = await opened(supervisor, studio, "board show")
    await choose(supervisor, board, "boardslot:", f"1. {first}")
    assert "Where its holders stand: press *Rights*." in said(board)
    assert "No rights notes yet." not in said(board)


async def test_from_the_list_to_a_song_and_back_and_to_who_owes_an_answer(studio: Studio) -> None:
    await boarded(studio)
    supervisor = await named(studio)
    first, second, _ = seats(await opened(supervisor, studio, "board show"))
    pair = {"song": first, "with": second, "how": "One fades into the other"}
    await opened(studio.boss, studio, "board pair", **pair)
    shown = await opened(supervisor, studio, "rights show")
    assert f"(in one slot with **{second}**) · nothing on file" in said(shown)
    assert "On the board: 3 to clear.\nNext: choose a song to add who holds it." in said(shown)
    assert said(shown).index("**On the board**") < said(shown).index(first)
    assert said(shown).index("3\\. ") < said(shown).index("**On the shortlist**")
    assert "Who hasn't answered" not in labels(shown)
    await choose(supervisor, shown, "rightssong:", first)
    await fill_in(supervisor, shown, "Add a holder of the recording", LABEL)
    await choose(supervisor, shown, "rightsholder:", "Lot *5* Records")
    await fill_in(supervisor, shown, "Update", ASKED)
    await supervisor.click(shown, label="All songs")
    assert "`/rights due` lists who hasn't answered" in said(shown)
    await supervisor.click(shown, label="Who hasn't answered")
    assert "**Waiting for an answer**: 1 holder" in said(shown)
    await choose(supervisor, shown, "rightsawaited", "Lot *5* Records")
    await supervisor.click(shown, label="Mark as cleared")
    await supervisor.click(shown, label="Who hasn't answered")
    assert "Nobody owes you an answer" in said(shown)


async def test_the_list_is_of_the_board_and_leads_to_the_episode_the_room_is_at(
    studio: Studio,
) -> None:
    await boarded(studio)
    supervisor = await named(studio)
    await studio.boss.slash(studio.channel, "episode create", number="105")
    await propose_one(studio, 1)
    shown = await opened(supervisor, studio, "rights show")
    assert "songs of episode 104" in said(shown)
    await supervisor.click(shown, label="Episode 105")
    assert "songs of episode 105" in said(shown)
    assert "On the " not in said(shown)
    await supervisor.click(shown, label="Episode 104")
    assert "songs of episode 104" in said(shown)


async def test_cleared_for_one_episode_is_said_in_another_wherever_it_matters(
    studio: Studio,
) -> None:
    await boarded(studio)
    supervisor = await named(studio)
    first, *_ = seats(await opened(supervisor, studio, "board show"))
    await opened(supervisor, studio, "board clearance", song=first, status="cleared")
    assert "rights: cleared for" not in said(await opened(supervisor, studio, "board show"))
    await studio.boss.slash(studio.channel, "episode create", number="105")
    number = int(first.removeprefix("Song "))
    await propose_one(studio, number)
    assert "rights cleared for episode 104" in said(
        await opened(studio.writers[0], studio, "song list")
    )
    listed = said(await opened(supervisor, studio, "rights show", episode="105"))
    assert "· cleared for episode 104" in listed
    shown = said(await opened(supervisor, studio, "rights show", song=first, episode="105"))
    assert "Rights: **cleared for episode 104**" in shown
    assert "a license is for one use" in shown
    shown = said(await opened(supervisor, studio, "rights show", song=first, episode="104"))
    assert "Rights: **cleared**, which was said" in shown


async def test_one_press_a_holder_clears_a_song_for_another_episode_too(studio: Studio) -> None:
    await boarded(studio)
    supervisor = await named(studio)
    first, *_ = seats(await opened(supervisor, studio, "board show"))
    await studio.boss.slash(studio.channel, "episode create", number="105")
    await propose_one(studio, int(first.removeprefix("Song ")))
    for episode, already in (("104", False), ("105", True)):
        shown = await opened(supervisor, studio, "rights show", song=first, episode=episode)
        if not already:
            await fill_in(supervisor, shown, "Add a holder of the recording", LABEL)
            await fill_in(supervisor, shown, "Add a holder of the song", PUBLISHER)
            for name in ("Lot *5* Records", "Quiet Music"):
                await choose(supervisor, shown, "rightsholder:", name)
                await supervisor.click(shown, label="Mark as asked")
        assert ("Rights: **cleared for episode 104**" in said(shown)) is already
        for name in ("Lot *5* Records", "Quiet Music"):
            await choose(supervisor, shown, "rightsholder:", name)
            await supervisor.click(shown, label="Mark as cleared")
        assert "Rights: **cleared**\n" in said(shown)
    again = await opened(supervisor, studio, "rights show", song=first, episode="104")
    assert "Rights: **cleared**\n" in said(again)


async def test_a_role_can_clear_the_songs(studio: Studio) -> None:
    await supervised(studio)
    guild = studio.channel.guild
    assert guild is not None
    role = guild.create_role("Clearance")
    made = answered(await studio.boss.slash(studio.channel, "room setup", **ROOM, supervisor=role))
    assert f"Music supervisors: <@&{role.id}>" in made
    writer = studio.writers[0]
    told = answered(await writer.slash(studio.channel, "rights due"))
    assert "Only the music supervisor" in told


async def test_a_song_of_an_earlier_board_is_cleared_for_its_episode(studio: Studio) -> None:
    await boarded(studio)
    await opened(studio.boss, studio, "episode create", number="105")
    supervisor = await named(studio)
    [first, *_] = seats(await opened(supervisor, studio, "board show", episode="104"))
    shown = await opened(supervisor, studio, "rights show", song=first)
    assert "Steps here are for episode 104." in said(shown)
    await fill_in(supervisor, shown, "Add a holder of the recording", LABEL)
    assert "added · for episode 104" in await updated(supervisor, shown)
    assert "asked, answer by" in said(shown)
    assert said(shown).count("for episode 104") == 3
    await supervisor.click(shown, label="All songs")
    assert "**On the board**" in said(shown)


async def test_a_song_that_the_current_episode_has_too_is_cleared_for_that(studio: Studio) -> None:
    await boarded(studio)
    supervisor = await named(studio)
    [first, *_] = seats(await opened(supervisor, studio, "board show"))
    link = f"https://open.spotify.com/track/{int(first.removeprefix('Song ')):022}"
    for episode, shown_for in [("105", "105"), ("106", "104")]:
        await opened(studio.boss, studio, "episode create", number=episode)
        if shown_for == episode:
            await opened(studio.writers[0], studio, "song propose", song=link, why="Again.")
        shown = await opened(supervisor, studio, "rights show", song=first)
        assert f"Steps here are for episode {shown_for}." in said(shown)
    shown = await opened(supervisor, studio, "rights show", song=first, episode="106")
    assert "Steps here are for episode 106." in said(shown)
