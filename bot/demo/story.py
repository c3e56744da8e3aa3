"""The story of the demo: one episode, from a hundred songs to six in the playlist.

Every step is something a person does in Discord; nothing reaches into the bot. The clock is moved,
never bypassed.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import cycle
from typing import Any

import discord
import simcord

from bot.demo import cast
from bot.demo.screens import custom_id, filled_in, options, shown
from bot.demo.spotify import Track
from bot.demo.stage import Stage
from bot.domain.model import ChannelId, Episode, Room, Round
from bot.services.ports.read_models import BoardView, Results

LONGLIST = 110
PICKED_BY_HAND = 7
VOICES = 4
"""How many writers say something about each song."""

CLOSES = "wed 17:00"
BALLOTS: tuple[tuple[tuple[int, ...], tuple[int, ...]], ...] = (
    ((1, 2, 3, 5, 8, 11), (2, 8)),
    ((2, 3, 5, 8, 9), (3,)),
    ((1, 3, 4, 8, 10, 12), (8, 12)),
    ((2, 5, 6, 8, 9, 11), (5, 9)),
    ((3, 5, 7, 9, 12), (12, 3)),
    ((1, 2, 8, 9, 10, 11), (2,)),
    ((4, 6, 9, 10, 11), (9, 10)),
)
"""For each writer: the places picked on the ballot they see, and which of those are starred.

So chosen that seats are decided by picks, by stars and by spread, and that two songs are left tied
for the last one.
"""

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Ending:
    """How the story ended, asked of the bot's own services and of the simulated Spotify."""

    episode: Episode
    longlist: int
    shortlist: tuple[str, ...]
    results: Results
    board: BoardView
    playlist: tuple[str, ...]
    spotify_requests: int
    sync_requests: int


class Story:
    """Plays the story on a stage, telling each step as it is done."""

    def __init__(self, stage: Stage, tell: Tell) -> None:
        self._stage = stage
        self._tell = tell

    async def play(self) -> Ending:
        """Play all of it."""
        await self.prepare()
        await self.vote(range(len(self._stage.writers)))
        self._tell("Everybody goes home. On Wednesday at 17:00 the round closes by itself.")
        before = len(self._stage.spotify.requests)
        closes_at = (await self.round()).closes_at
        await self._stage.advance(closes_at - self._stage.clock.now())
        await self._break_the_tie()
        sync_requests = len(self._stage.spotify.requests) - before
        await self._arrange()
        return await self.ending(sync_requests)

    async def prepare(self) -> None:
        """Set the room up, and bring the episode to its open round."""
        stage = self._stage
        self._tell(f"{cast.SHOWRUNNER.name} makes #song-room the room of {cast.SHOW}.")
        await self._does(stage.showrunner, "room setup", title=cast.SHOW, timezone=cast.TIMEZONE)
        await self._does(
            stage.showrunner,
            "episode create",
            number=cast.EPISODE,
            title=cast.EPISODE_TITLE,
        )
        for name, backstory in cast.CHARACTERS.items():
            await self._does(stage.showrunner, "character create", name=name, backstory=backstory)
        await self._propose(longlisted(stage.spotify.catalogue))
        await self._shortlist()
        await self._listen()
        self._tell(f'The showrunner schedules the vote: 12 songs, 6 seats, closes "{CLOSES}".')
        await self._does(stage.showrunner, "round schedule", closes=CLOSES)

    async def vote(self, who: Sequence[int]) -> None:
        """Have some of the writers vote, through the ballot's own buttons and menus."""
        round_id = (await self.round()).id
        message = await self.ballot_message()
        self._tell(f"{len(who)} writers vote, each in private.")
        for number in who:
            writer, (picks, stars) = self._stage.writers[number], BALLOTS[number]
            mine = shown(await writer.click(message, custom_id=f"ballot:{round_id}"))
            songs = options(mine.components, f"picks:{round_id}")
            await writer.select(mine, _at(picks, songs), custom_id=f"picks:{round_id}")
            await writer.select(mine, _at(stars, songs), custom_id=f"stars:{round_id}")
            self._stage.env.raise_errors()

    async def _break_the_tie(self) -> None:
        """Have the showrunner, from their direct message, choose the first of the tied songs."""
        stage, round_id = self._stage, (await self.round()).id
        self._tell("Two songs are tied for the last seat. The showrunner is asked, and chooses.")
        showrunner = stage.showrunner.user
        asked = showrunner.dm_channel.last_message
        if asked is None:
            raise AssertionError("the showrunner was not asked")
        screen = shown(await showrunner.click(asked, custom_id=f"casting:{round_id}"))
        menu = custom_id(screen.components, "tied:")
        tied = options(screen.components, menu)
        await showrunner.select(screen, tied[:1], custom_id=menu)
        await showrunner.click(screen, label="Seat them")
        stage.env.raise_errors()
        await stage.app.idle()
        await stage.env.settle()

    async def round(self) -> Round:
        """Return the episode's round as it stands."""
        room, episode = await self._episode()
        return (await self._stage.app.services.rounds.live(room, episode)).round

    async def _arrange(self) -> None:
        """Have the showrunner put the songs in story order, and lose one of them to its rights."""
        stage, boss = self._stage, self._stage.showrunner
        self._tell("The showrunner puts the six in story order: a beat, a character, a reason.")
        room, episode = await self._episode()
        boards = stage.app.services.boards
        seated = [one.song.id for one in (await boards.view(room, episode)).board.slots]
        for slot, cue in enumerate(cast.CUES, 1):
            song_id = seated[cue.place - 1]
            said: dict[str, Any] = {"character": cue.character} if cue.character else {}
            song = str(song_id)
            await self._does(boss, "board place", song=song, slot=slot, beat=cue.beat, **said)
            await self._says_what_is_lost(song, cue.lost_without)
        self._tell("One is cleared, one asked for; one is refused, and the next in line steps in.")
        board = (await boards.view(room, episode)).board
        first, second, *_, last = (str(one.song.id) for one in board.slots)
        for song, status, note in (
            (first, "cleared", "Signed on both sides."),
            (second, "pending", "Asked the label; they answer by Friday."),
            (last, "denied", "The estate licenses it to nobody."),
        ):
            await self._does(boss, "board clearance", song=song, status=status, note=note)
        steps_in = board.runners_up[0]
        await self._does(boss, "board swap", **{"out": last, "in": str(steps_in.id)})
        beat = cast.CUES[-1].beat
        await self._does(boss, "board place", song=str(steps_in.id), beat=beat)
        await stage.app.idle()
        await stage.env.settle()

    async def _says_what_is_lost(self, song: str, words: str) -> None:
        """Fill in the line of a song's form that says what the episode loses without it."""
        boss = self._stage.showrunner
        form = await boss.slash(self._stage.channel, "board place", song=song)
        await boss.submit_modal(form, filled_in(form) | {"lost": words})
        self._stage.env.raise_errors()

    async def ending(self, sync_requests: int) -> Ending:
        """Return how it ended."""
        stage = self._stage
        room, episode = await self._episode()
        services = stage.app.services
        results = await services.results.results(room, episode)
        playlist_id = results.playlist_url.rsplit("/", 1)[-1]
        return Ending(
            episode=episode,
            longlist=len(await services.proposals.longlist(room, episode)),
            shortlist=tuple(c.song.recording.uri for c in results.round.candidates),
            results=results,
            board=await services.boards.view(room, episode),
            playlist=tuple(stage.spotify.playlist(playlist_id).uris),
            spotify_requests=len(stage.spotify.requests),
            sync_requests=sync_requests,
        )

    async def _propose(self, tracks: Sequence[Track]) -> None:
        self._tell(f"The writers propose {len(tracks)} songs by their Spotify links.")
        whose, why = cycle(self._stage.writers), cycle(_whys())
        for track in tracks:
            link = f"https://open.spotify.com/track/{track.id}"
            await self._does(next(whose), "song propose", song=link, **next(why))

    async def _shortlist(self) -> None:
        stage = self._stage
        self._tell(f"The showrunner picks {PICKED_BY_HAND} and has the shortlist filled to 12.")
        page = await self._does(stage.showrunner, "shortlist pick")
        menu = custom_id(page.components, "pick:")
        chosen = options(page.components, menu)[:PICKED_BY_HAND]
        await stage.showrunner.select(page, chosen, custom_id=menu)
        room, episode = await self._episode()
        proposals = await stage.app.services.proposals.longlist(room, episode)
        for proposal in proposals[:5]:
            writer = next(w for w in stage.writers if w.id != proposal.proposer_id)
            await self._does(writer, "song second", song=str(proposal.id))
        await self._does(stage.showrunner, "shortlist fill")

    async def _listen(self) -> None:
        self._tell("The shortlist is presented; the room listens, and talks about every song.")
        stage = self._stage
        page = await self._does(stage.showrunner, "shortlist pick")
        present = custom_id(page.components, "present:")
        await stage.showrunner.click(page, custom_id=present)
        room, episode = await self._episode()
        view = await stage.app.services.shortlists.view(room, episode)
        talkers, talk = cycle(stage.writers), cycle(cast.TALK)
        for proposal in view.shortlist:
            for _ in range(VOICES):
                said = f"{proposal.song.title}: {next(talk)}"
                await next(talkers).send(stage.channel, said)

    async def _does(
        self, who: simcord.MemberActor, command: str, **values: Any
    ) -> simcord.ResponseMessage:
        result = await who.slash(self._stage.channel, command, **values)
        # A step that failed must not pass for a story.
        self._stage.env.raise_errors()
        return shown(result)

    async def _episode(self) -> tuple[Room, Episode]:
        services = self._stage.app.services
        room = await services.rooms.at(ChannelId(self._stage.channel.id))
        return room, await services.episodes.find(room, cast.EPISODE)

    async def ballot_message(self) -> discord.Message:
        """Return the message that everybody votes from."""
        round_ = await self.round()
        history = reversed(self._stage.channel.history())
        return next(message for message in history if message.id == round_.message_id)


def longlisted(catalogue: Sequence[Track]) -> list[Track]:
    """Return what the writers propose: each recording once, in an order that mixes everything."""
    recordings = list({track.isrc: track for track in reversed(catalogue)}.values())
    return random.Random(cast.SHOW).sample(recordings, LONGLIST)


def _whys() -> list[dict[str, str]]:
    """Return the options `why` and `character` as writers fill them in, or leave them out."""
    given = [{"why": words, "character": cast.whose(words)} for words in cast.TELLS]
    return [{name: text for name, text in one.items() if text} for one in given]


def _at(places: Sequence[int], songs: Sequence[str]) -> list[str]:
    """Return the songs at these places, counted from 1; own songs make a menu shorter."""
    return [songs[place - 1] for place in places if place <= len(songs)]
