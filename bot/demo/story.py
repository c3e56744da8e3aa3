"""The story of the demo: one episode, from a hundred songs to six in the playlist.

Every step is something a person does in Discord; nothing reaches into the bot. The clock is moved,
never bypassed.
"""

import random
from collections.abc import Sequence
from itertools import cycle
from typing import Any

import discord
import simcord

from bot.demo import cast
from bot.demo.acting import Acting, require
from bot.demo.arranging import ArrangingDesk
from bot.demo.clearances import Clearances
from bot.demo.ending import Ending, RightsEnding
from bot.demo.listening import ListeningRoom
from bot.demo.screens import custom_id, options, reply_of
from bot.demo.simulation import Simulation
from bot.demo.spotify import Track
from bot.demo.starring import say_why
from bot.demo.telling import Report
from bot.domain.model import ChannelId, Episode, Room, Round

LONGLIST = 110
PICKED_BY_HAND = 7
COMMENTS_PER_SONG = 4
"""How many comments the writers make on each song."""

ASKED_EARLY, REFUSED_EARLY = 1, 12
"""The places on the shortlist of two songs that are asked for before the vote."""
CLOSES = "wed 17:00"
BALLOTS: tuple[tuple[tuple[int, ...], tuple[int, ...]], ...] = (
    ((1, 2, 3, 5, 6, 11), (2, 6)),
    ((2, 3, 4, 5, 9), (3,)),
    ((1, 3, 4, 8, 10, 12), (8, 12)),
    ((2, 5, 6, 8, 9, 11), (5, 9)),
    ((3, 5, 7, 9, 12), (12, 3)),
    ((1, 2, 8, 9, 10, 11), (2,)),
    ((4, 6, 9, 10, 11), (9, 10)),
)
"""For each writer: the places picked on the ballot they see, and which of those are starred.

They are chosen so that picks, stars and spread each decide a seat, and two songs tie for the last.
"""


class Story:
    """Plays the story in a simulation, and reports each step."""

    def __init__(self, simulation: Simulation, report: Report) -> None:
        self._simulation = simulation
        self._report = report
        self._boss = Acting(simulation, simulation.showrunner)
        self._clearances = Clearances(simulation, report)
        self._taken_off = ""

    async def play(self) -> Ending:
        """Play the whole story."""
        await self.prepare()
        await self.vote(range(len(self._simulation.writers)))
        self._report("Everybody goes home. The vote closes on its own on Wednesday at 5 PM.")
        before = len(self._simulation.spotify.requests)
        closes_at = (await self.round()).closes_at
        await self._simulation.advance(closes_at - self._simulation.clock.now())
        await self._break_the_tie()
        sync_requests = len(self._simulation.spotify.requests) - before
        await self._arrange()
        rights = await self._clear()
        await self._begin_the_next()
        return await self.ending(sync_requests, rights)

    async def prepare(self) -> None:
        """Set up the room, and take the episode as far as its open round."""
        simulation = self._simulation
        self._report(f"{cast.SHOWRUNNER.name} makes #song-room the room of {cast.SHOW}.")
        supervisor = {"supervisor": simulation.supervisor}
        await self._boss.command(
            "room setup", title=cast.SHOW, timezone=cast.TIMEZONE, **supervisor
        )
        await self._boss.command("episode create", number=cast.EPISODE, title=cast.EPISODE_TITLE)
        for name, backstory in cast.CHARACTERS.items():
            await self._boss.command("character create", name=name, backstory=backstory)
        await self._propose(longlisted(simulation.spotify.catalogue))
        await self._shortlist()
        await self._listen()
        await self._listen_together()
        await self._ask_early()
        self._report(f'The showrunner schedules the vote: 12 songs, 6 seats, closes "{CLOSES}".')
        preview = await self._boss.command("round schedule", closes=CLOSES)
        await self._boss.click(preview, "voteschedule:")

    async def _ask_early(self) -> None:
        """Have a song refused before the vote, and taken off the shortlist with one press."""
        room, episode = await self._episode()
        shortlist = (await self._simulation.app.services.shortlists.view(room, episode)).shortlist
        asked, refused = (shortlist[place - 1].song for place in (ASKED_EARLY, REFUSED_EARLY))
        await self._clearances.ask_early(str(asked.id), str(refused.id))
        preview = await self._boss.command("round schedule", closes=CLOSES)
        without = await self._boss.click(preview, "votedenied:")
        require(without, "because their rights were denied")
        await self._boss.command("shortlist fill")
        self._taken_off = refused.title
        self._report(f"The vote's preview says so: one press takes {refused.title} off.")

    async def vote(self, who: Sequence[int]) -> None:
        """Have some of the writers vote, through the ballot's own buttons and menus."""
        round_id = (await self.round()).id
        message = await self.ballot_message()
        self._report(f"{len(who)} writers vote, each in private.")
        for number in who:
            writer, (picks, stars) = self._simulation.writers[number], BALLOTS[number]
            mine = reply_of(await writer.click(message, custom_id=f"ballot:{round_id}"))
            songs = options(mine.components, f"picks:{round_id}")
            await writer.select(mine, _songs_at(picks, songs), custom_id=f"picks:{round_id}")
            await writer.select(mine, _songs_at(stars, songs), custom_id=f"stars:{round_id}")
            await say_why(self._simulation, number, mine)
            self._simulation.env.raise_errors()

    async def _break_the_tie(self) -> None:
        """Have the showrunner, from their direct message, choose the first of the tied songs."""
        simulation, round_id = self._simulation, (await self.round()).id
        self._report("Two songs are tied for the last seat. The showrunner is asked, and chooses.")
        showrunner = simulation.showrunner.user
        asked = showrunner.dm_channel.last_message
        if asked is None:
            raise AssertionError("the showrunner was not asked")
        screen = reply_of(await showrunner.click(asked, custom_id=f"casting:{round_id}"))
        menu = custom_id(screen.components, "tied:")
        tied = options(screen.components, menu)
        await showrunner.select(screen, tied[:1], custom_id=menu)
        await showrunner.click(screen, label="Confirm")
        simulation.env.raise_errors()
        await simulation.app.idle()
        await simulation.env.settle()

    async def round(self) -> Round:
        """Return the episode's current round."""
        room, episode = await self._episode()
        return (await self._simulation.app.services.rounds.live(room, episode)).round

    async def _arrange(self) -> None:
        """Have the showrunner put the songs in story order, the last two in one slot."""
        self._report("The showrunner puts the six in story order: a beat, a character, a reason.")
        desk = ArrangingDesk(self._simulation)
        await desk.order(await self._board())
        *_, last_but_one, last = await self._board()
        await desk.pair(last_but_one, last)
        self._report("The last two share a slot: one runs into the other. Both have to be cleared.")

    async def _clear(self) -> RightsEnding:
        """Have the songs cleared, and lose one of them."""
        board = await self._board()
        archive = await self._clearances.write(board)
        await self._clearances.hear(board)
        place = cast.FALLS - 1
        fell = await self._title(board[place])
        stepped_in = await self._clearances.call_up(board[place], cast.CUES[place].beat)
        money = await self._clearances.reckon()
        await self._simulation.app.idle()
        await self._simulation.env.settle()
        return RightsEnding(self._taken_off, fell, stepped_in, money, archive)

    async def take_along(self) -> dict[str, bytes]:
        """Return what people can take out of the room at the end, by the names of the files."""
        writer = Acting(self._simulation, self._simulation.writers[0])
        files = await writer.files("round results", episode=cast.EPISODE)
        return files | await self._clearances.sheets()

    async def _board(self) -> list[str]:
        """Return the songs on the board, in story order."""
        view = await self._simulation.app.services.boards.view(*await self._episode())
        return [str(one.song.id) for one in view.board.entries]

    async def _title(self, song: str) -> str:
        view = await self._simulation.app.services.boards.view(*await self._episode())
        return next(one.song.title for one in view.board.entries if str(one.song.id) == song)

    async def _begin_the_next(self) -> None:
        """Have the showrunner begin the next episode with songs from a file."""
        simulation = self._simulation
        self._report(f"Episode {cast.NEXT_EPISODE} begins with a list of songs from a file.")
        await self._boss.command("episode create", number=cast.NEXT_EPISODE)
        file = (cast.SAMPLE.name, cast.SAMPLE.read_bytes())
        await self._boss.command("song import", file=file)
        await simulation.app.idle()
        await simulation.env.settle()
        room = await simulation.app.services.rooms.at(ChannelId(simulation.channel.id))
        episode = await simulation.app.services.episodes.find(room, cast.NEXT_EPISODE)
        songs = await simulation.app.services.proposals.longlist(room, episode)
        self._report(f"{len(songs)} songs are on its longlist; lines without a song were listed.")
        taken = await self._boss.command("playlist export", what="season")
        self._report(f"Everybody can take the board along: {taken.attachments[0].filename}.")

    async def ending(self, sync_requests: int, rights: RightsEnding) -> Ending:
        """Return how it ended."""
        simulation = self._simulation
        room, episode = await self._episode()
        services = simulation.app.services
        results = await services.results.results(room, episode)
        playlist_id = results.playlist_url.rsplit("/", 1)[-1]
        return Ending(
            episode=episode,
            longlist=len(await services.proposals.longlist(room, episode)),
            shortlist=tuple(c.song.recording.uri for c in results.round.candidates),
            results=results,
            board=await services.boards.view(room, episode),
            playlist=tuple(simulation.spotify.playlist(playlist_id).uris),
            spotify_requests=len(simulation.spotify.requests),
            sync_requests=sync_requests,
            rights=rights,
        )

    async def _propose(self, tracks: Sequence[Track]) -> None:
        self._report(f"The writers propose {len(tracks)} songs by their Spotify links.")
        writers, options_ = cycle(self._simulation.writers), cycle(_proposal_options())
        for track in tracks:
            link = f"https://open.spotify.com/track/{track.id}"
            await self._command(next(writers), "song propose", song=link, **next(options_))

    async def _shortlist(self) -> None:
        simulation = self._simulation
        self._report(f"The showrunner picks {PICKED_BY_HAND} and has the shortlist filled to 12.")
        page = await self._boss.command("shortlist pick")
        menu = custom_id(page.components, "pick:")
        chosen = options(page.components, menu)[:PICKED_BY_HAND]
        await simulation.showrunner.select(page, chosen, custom_id=menu)
        room, episode = await self._episode()
        proposals = await simulation.app.services.proposals.longlist(room, episode)
        for proposal in proposals[:5]:
            writer = next(w for w in simulation.writers if w.id != proposal.proposer_id)
            await self._command(writer, "song second", song=str(proposal.id))
        await self._boss.command("shortlist fill")

    async def _listen(self) -> None:
        self._report("The shortlist is presented; the room listens, and talks about every song.")
        simulation = self._simulation
        page = await self._boss.command("shortlist pick")
        present = custom_id(page.components, "present:")
        await simulation.showrunner.click(page, custom_id=present)
        room, episode = await self._episode()
        view = await simulation.app.services.shortlists.view(room, episode)
        writers, comments = cycle(simulation.writers), cycle(cast.COMMENTS)
        for proposal in view.shortlist:
            for _ in range(COMMENTS_PER_SONG):
                comment = f"{proposal.song.title}: {next(comments)}"
                await next(writers).send(simulation.channel, comment)

    async def _listen_together(self) -> None:
        self._report("They hear three songs together. Lines stay hidden until all have answered.")
        session = ListeningRoom(self._simulation)
        await session.begin(len(cast.LINES[0]))
        for lines in cast.LINES:
            await session.move_on()
            await self._hear(session, lines)
        await session.end()

    async def _hear(self, session: ListeningRoom, lines: Sequence[str]) -> None:
        """Have the writers who are there write what a song tells them."""
        await session.write(lines)

    async def _command(
        self, who: simcord.MemberActor, command: str, **values: Any
    ) -> simcord.ResponseMessage:
        result = await who.slash(self._simulation.channel, command, **values)
        # A step that failed must end the story.
        self._simulation.env.raise_errors()
        return reply_of(result)

    async def _episode(self) -> tuple[Room, Episode]:
        services = self._simulation.app.services
        room = await services.rooms.at(ChannelId(self._simulation.channel.id))
        return room, await services.episodes.find(room, cast.EPISODE)

    async def ballot_message(self) -> discord.Message:
        """Return the message whose button opens a ballot."""
        round_ = await self.round()
        history = reversed(self._simulation.channel.history())
        return next(message for message in history if message.id == round_.message_id)


def longlisted(catalogue: Sequence[Track]) -> list[Track]:
    """Return what the writers propose: each recording once, in mixed order, always the same."""
    recordings = list({track.isrc: track for track in reversed(catalogue)}.values())
    return random.Random(cast.SHOW).sample(recordings, LONGLIST)


def _proposal_options() -> list[dict[str, str]]:
    """Return the options `why` and `character` of proposals; some leave out one or both."""
    all_options = [{"why": note, "character": cast.character_in(note)} for note in cast.NOTES]
    return [{name: text for name, text in options.items() if text} for options in all_options]


def _songs_at(places: Sequence[int], songs: Sequence[str]) -> list[str]:
    """Return the songs at these places, counted from 1; own songs make a menu shorter."""
    return [songs[place - 1] for place in places if place <= len(songs)]
