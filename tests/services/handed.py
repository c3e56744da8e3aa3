"""Every service method and what it is handed, found by introspection, and things to hand over."""

import inspect
import types
import typing
from collections.abc import Awaitable, Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bot.domain.ballot_forms.picks import PickSongs
from bot.domain.ballots import Abstain
from bot.domain.board import Clearance, EntryText
from bot.domain.imports import Import
from bot.domain.listening import CardId, Listening, ListeningId
from bot.domain.listening import Stage as Heard
from bot.domain.longlist import Look
from bot.domain.model import (
    ChannelId,
    CharacterId,
    Episode,
    EpisodeId,
    GuildId,
    Person,
    Proposal,
    ProposalId,
    Recording,
    Room,
    RoundId,
    Song,
    SongId,
)
from bot.domain.plans import PlannedCut, VoteDraft
from bot.domain.rights import HolderId, LettersId, Side, Stage, holder_fingerprints
from bot.domain.song_files import FileKind, SongFile
from bot.domain.when import Instant
from bot.services import Services
from bot.services.board.pairing import PairText
from bot.services.listening.sessions import Move
from bot.services.playlists.song_lists import SongList
from bot.services.rights import HolderText, StepText
from bot.services.songs.import_sources import FileSongs
from tests import endings
from tests.builders import person, recording
from tests.services.conftest import House

BELONGING = {
    Episode: "episode",
    EpisodeId: "episode_id",
    Proposal: "proposal",
    ProposalId: "proposal_id",
    Collection[ProposalId]: "proposal_ids",
    CharacterId: "character_id",
    RoundId: "round_id",
    SongId: "song_id",
    HolderId: "holder_id",
    LettersId: "letters_id",
    ListeningId: "listening_id",
    CardId: "card_id",
    Song | Recording: "by_hand",
}
"""The types of what belongs to one room, with where `Things` has one."""
COMPARED = ("keep", "longlist", "was")
"""Parameters that a room's own things are compared with, and that lead to no others."""
OTHERS: dict[str, object] = {
    "amount": "40,000 USD",
    "backstory": "",
    "between": (0, 1),
    "before": holder_fingerprints(HolderText("A publisher")),
    "by": 1,
    "change": Abstain(),
    "chosen": (),
    "closes": "in 3 hours",
    "cuts": "4, 2",
    "fields": {"use": "Featured"},
    "draft": VoteDraft("approval", (PlannedCut(2, Instant(2**40, "", "UTC")),)),
    "holder": HolderText("A label"),
    "look": Look(),
    "move": Move.NEXT,
    "name": "Somebody",
    "note_id": 1,
    "number": "900",
    "on": True,
    "pair": PairText(None),
    "reason": "No rights",
    "right": (),
    "revision": 0,
    "seen": 0,
    "sha256": "a" * 64,
    "side": Side.RECORDING,
    "slot": 1,
    "songs": FileSongs("a.csv", "f" * 64, SongFile(FileKind.CSV, (), ())),
    "status": Clearance.CLEARED,
    "step": StepText(Stage.ASKED),
    "text": "Why",
    "title": "New",
    "typed": EntryText("Cold open"),
    "verb": "cancel",
    "what": SongList.SHORTLIST,
    "whole": True,
    "wrong": (),
    "words": f"https://open.spotify.com/playlist/{'p' * 22}",
}
"""What else the methods are handed, by the name of the parameter."""


@dataclass(frozen=True)
class Things:
    """A room with one of everything that may belong to it."""

    room: Room
    episode: Episode
    proposal: Proposal
    character_id: CharacterId
    round_id: RoundId
    by_hand: Song
    import_id: int
    holder_id: HolderId
    letters_id: LettersId
    listening_id: ListeningId
    card_id: CardId

    @property
    def episode_id(self) -> EpisodeId:
        return self.episode.id

    @property
    def proposal_id(self) -> ProposalId:
        return self.proposal.id

    @property
    def proposal_ids(self) -> Collection[ProposalId]:
        return [self.proposal.id]

    @property
    def song_id(self) -> SongId:
        return self.proposal.song.id


@dataclass(frozen=True)
class Method:
    """A method of a service: its name, such as `boards.place`, and its parameters by name."""

    name: str
    parameters: dict[str, Any]
    optional: frozenset[str]

    def kind(self, parameter: str) -> str | None:
        """Return where `Things` has what a parameter takes; None for what belongs to no room."""
        if parameter in COMPARED:
            return None
        if parameter == "import_id":
            return parameter
        hint = self.parameters[parameter]
        if typing.get_origin(hint) in _UNIONS and hint not in BELONGING:
            [hint] = [one for one in typing.get_args(hint) if one is not type(None)][:1]
        return BELONGING.get(hint)

    @property
    def handed(self) -> list[str]:
        """The parameters that take what belongs to a room."""
        return [one for one in self.parameters if self.kind(one)]

    @property
    def in_a_room(self) -> bool:
        """Whether it is told the room."""
        return Room in self.parameters.values()

    def call(
        self, services: Services, who: Person, things: Things, **instead: object
    ) -> Awaitable[object]:
        """Call it with things of one room; `instead` takes the place of some."""
        service, _, method = self.name.partition(".")
        given = {
            name: value
            for name in self.parameters
            if (value := self._value(name, who, things)) is not _LEFT_OUT
        }
        called: Awaitable[object] = getattr(getattr(services, service), method)(**given | instead)
        return called

    def _value(self, name: str, who: Person, things: Things) -> object:
        hint, kind = self.parameters[name], self.kind(name)
        if hint is Person:
            return who
        if hint is Room:
            return things.room
        if kind:
            return getattr(things, kind)
        return _LEFT_OUT if name in self.optional else OTHERS[name]


_LEFT_OUT = object()
_UNIONS = (typing.Union, types.UnionType)


def every_method() -> Iterator[Method]:
    """Yield every public coroutine of every service."""
    for service, kind in typing.get_type_hints(Services).items():
        for name, function in inspect.getmembers(kind, inspect.iscoroutinefunction):
            if not name.startswith("_"):
                yield Method(f"{service}.{name}", *_parameters(function))


def _parameters(function: Callable[..., object]) -> tuple[dict[str, Any], frozenset[str]]:
    hints = typing.get_type_hints(function)
    hints.pop("return", None)
    known = inspect.signature(function).parameters
    empty = inspect.Parameter.empty
    return hints, frozenset(name for name in hints if known[name].default is not empty)


async def furnish(house: House, channel: int, songs: Sequence[int], *, closed: bool) -> Things:
    """Make a room with one of everything; its round is over with `closed`, otherwise open."""
    services, boss = house.services, house.boss
    room = await services.rooms.setup(
        boss, GuildId(5), ChannelId(channel), title=f"Room {channel}", timezone="UTC"
    )
    character = (await services.characters.create(boss, room, "Maya")).character
    episode = await services.episodes.create(boss, room, "104")
    for n in songs:
        await services.proposals.propose(boss, room, episode, recording(n))
    by_hand = await services.proposals.propose(
        boss, room, episode, services.songs.by_hand(f"Demo {channel}", "Us")
    )
    await services.shortlists.fill(boss, room, episode, size=len(songs) + 1)
    view = await services.rounds.schedule(boss, room, episode, closes="in 2 hours", seats=2)
    first = view.round.candidates[0].song.id
    await services.voting.change(person(7), room, view.round.id, PickSongs((first,)))
    if closed:
        await endings.closed(services, house.clock, boss, room, episode)
    import_ = Import(house.store.new_id(), room.id, episode.id, "p" * 22, "", boss.user_id, 0, 1)
    async with house.store.transaction(None) as unit:
        await unit.imports.add(import_)
    longlist = await services.proposals.longlist(room, episode)
    proposal = next(one for one in longlist if one.song.id == first)
    target = (proposal.song.id, Side.SONG, HolderText("A publisher"))
    [holder] = (await services.rights.add_holder(boss, room, *target)).rights.holders
    drafts = await services.rights_letters.draft(boss, room, episode, first)
    return Things(
        room,
        episode,
        proposal,
        character.id,
        view.round.id,
        by_hand.song,
        import_.id,
        holder.id,
        drafts.id or LettersId(0),
        *await _session(house, proposal),
    )


async def _session(house: House, proposal: Proposal) -> tuple[ListeningId, CardId]:
    """Return a session over a song that has ended, and the song's card."""
    episode = await house.store.read.episodes.get(proposal.episode_id)
    assert episode is not None
    session = Listening(ListeningId(house.store.new_id()), episode.room_id, episode.id, Heard.ENDED)
    async with house.store.transaction(None) as unit:
        cards = await unit.listening.add(session, [proposal.id], 0)
    return session.id, cards[1].id
