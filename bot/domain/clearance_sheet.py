"""The clearance sheet: a board for people outside the room, complete in itself."""

from collections.abc import Iterable, Mapping

from msgspec import Struct, field

from bot.domain.board import Board, Clearance, Entry
from bot.domain.credits import NO_CREDITS, CreditKind, Credits
from bot.domain.model import (
    Character,
    CharacterId,
    Episode,
    EpisodeId,
    Recording,
    Room,
    SongId,
)
from bot.domain.rights import (
    NOTHING_KNOWN,
    Holder,
    Money,
    Rights,
    Side,
    SideRights,
    SongRights,
    Stage,
    holder_costs,
    stage_elsewhere,
)
from bot.domain.structs import replace


class Usage(Struct, frozen=True):
    """How a song is used in the episode; what nobody has said is empty.

    `use` is in words (featured, in the background), `seconds` how long it plays. `shooting` and
    `airing` are dates in words, since many are weeks or seasons.
    """

    use: str = ""
    seconds: int | None = None
    shooting: str = ""
    airing: str = ""


class SheetWriter(Struct, frozen=True):
    """Who wrote a song; `share` is in hundredths of a percent, None where nobody knows it."""

    name: str
    share: int | None = None


class SheetHolder(Struct, frozen=True):
    """A holder of rights on a sheet; `share` and `answer_by` (UTC seconds) None where unknown.

    From `contact` to `note` all is on the confidential copy alone. `cost` is what they get where
    most favored nations raises it above `fee`. `stage_for` are the numbers of the episodes that
    `stage` is of, where that is not the one of the sheet.
    """

    name: str
    share: int | None = None
    stage: Stage = Stage.TO_ASK
    answer_by: int | None = None
    contact: str = ""
    fee: Money | None = None
    cost: Money | None = None
    most_favored: bool = False
    note: str = ""
    stage_for: tuple[str, ...] = ()


class SheetSide(Struct, frozen=True):
    """A side of a song on a sheet.

    `clearance` is None where no holder is on file, who alone could say. `missing` is what the
    shares lack to a whole, in hundredths of a percent: 0 where nothing does or nobody knows,
    negative where they are too many. `cleared_for` are the numbers of the episodes that all its
    holders cleared it for, where that is not this one.
    """

    side: Side
    clearance: Clearance | None = None
    holders: tuple[SheetHolder, ...] = ()
    missing: int = 0
    cleared_for: tuple[str, ...] = ()


_SIDES = tuple(map(SheetSide, Side))


class SheetSong(Struct, frozen=True):
    """A song on the board, with everything the room wrote about it and knows of its rights.

    Texts that nobody has written are empty. `character` is the name of whose song it is, `tells`
    the song's note. `since` (UTC seconds) is that of the latest step of clearing it; None before
    the first. `note` belongs to the latest word on the song as a whole, and is on the confidential
    copy alone, and `whole` says that this word is what counts, not the holders'. `cleared_for` are
    the numbers of the episodes it is cleared for, where it is not for this one. `added` is why the
    showrunner added a song that the vote did not seat; None for one of the vote. A `year` of 0 is
    not known. Where two songs share a slot, both have its `slot`, and `follows` says whether it is
    the second of them; `beside` is the title of the other one, empty for a song with a slot of its
    own, and `how` says how the two meet.
    """

    slot: int
    song: Recording
    beat: str = ""
    character: str = ""
    tells: str = ""
    lost_without: str = ""
    clearance: Clearance = Clearance.TO_CLEAR
    note: str = ""
    since: int | None = None
    whole: bool = False
    cleared_for: tuple[str, ...] = ()
    added: str | None = None
    label: str = ""
    year: int = 0
    writers: tuple[SheetWriter, ...] = ()
    sides: tuple[SheetSide, ...] = _SIDES
    usage: Usage = Usage()
    beside: str = ""
    follows: bool = False
    how: str = ""

    def side(self, side: Side) -> SheetSide:
        """Return one of its sides."""
        return next(one for one in self.sides if one.side is side)

    @property
    def publishers(self) -> tuple[SheetHolder, ...]:
        """Who holds what was written."""
        return self.side(Side.SONG).holders


class ClearanceSheet(Struct, frozen=True):
    """An episode's board at the moment `made_at` (UTC seconds).

    `songs` are in story order, `runners_up` in the order they would be called up, with nothing but
    what is known of their rights. `timezone` is the room's IANA name. A `locked` board is final. A
    `confidential` sheet has fees, contacts and notes. Its `quoted` is what the songs of the board
    cost together, by currency, and `unpriced` counts the holders who quoted without an amount.
    """

    show: str
    number: str
    title: str
    timezone: str
    made_at: int
    locked: bool
    songs: tuple[SheetSong, ...]
    runners_up: tuple[SheetSong, ...] = ()
    confidential: bool = False
    quoted: tuple[Money, ...] = ()
    unpriced: int = 0


class Facts(Struct, frozen=True):
    """What is known of a board's songs beyond the board itself.

    `usages` are by song. `notes` are those of the steps of clearing, by the id of the step; None
    for the copy that everybody in the room may have, without notes, fees and contacts.
    """

    characters: Mapping[CharacterId, Character] = field(default_factory=dict)
    rights: Rights = NOTHING_KNOWN
    credits: Credits = NO_CREDITS
    usages: Mapping[SongId, Usage] = field(default_factory=dict)
    notes: Mapping[int, str] | None = None


def clearance_sheet(
    room: Room, episode: Episode, board: Board, facts: Facts, made_at: float
) -> ClearanceSheet:
    """Return the clearance sheet of a board, made at an instant (UTC seconds)."""
    confidential = facts.notes is not None
    # As in the budget, a song that was denied costs nothing, whatever was quoted before.
    known = (facts.rights.about(entry.song, board.episode_id) for entry in board.entries)
    quoted, unpriced = _quoted(one for one in known if one.clearance is not Clearance.DENIED)
    return ClearanceSheet(
        show=room.title,
        number=episode.number,
        title=episode.title,
        timezone=room.timezone,
        made_at=int(made_at),
        locked=board.locked,
        songs=tuple(_in_slot(board, entry, facts) for entry in board.entries),
        runners_up=tuple(
            _song(place, Entry(song), facts, episode.id)
            for place, song in enumerate(board.runners_up, 1)
        ),
        confidential=confidential,
        quoted=quoted if confidential else (),
        unpriced=unpriced if confidential else 0,
    )


def _quoted(songs: Iterable[SongRights]) -> tuple[tuple[Money, ...], int]:
    """Return what songs cost by currency, and of how many holders nothing tells how much."""
    sums: dict[str, int] = {}
    unpriced = 0
    for cost in (cost for song in songs for cost in holder_costs(song)):
        if cost.fee is None:
            unpriced += 1
        else:
            sums[cost.fee.currency] = sums.get(cost.fee.currency, 0) + cost.fee.minor
    return tuple(Money(minor, code) for code, minor in sorted(sums.items())), unpriced


def _in_slot(board: Board, entry: Entry, facts: Facts) -> SheetSong:
    song_id = entry.song.id
    song = _song(board.slot_of(song_id) or 0, entry, facts, board.episode_id)
    other = board.beside(song_id)
    if other is None:
        return song
    return replace(
        song,
        beside=other.song.title,
        follows=board.number_of(song_id) > board.number_of(other.song.id),
        how=board.how(song_id),
    )


def _song(slot: int, entry: Entry, facts: Facts, episode_id: EpisodeId) -> SheetSong:
    song, known = entry.song, facts.rights.about(entry.song, episode_id)
    whose = None if entry.character_id is None else facts.characters.get(entry.character_id)
    labels = (one.name for one in facts.credits.confirmed(song, CreditKind.LABEL))
    writers = facts.credits.confirmed(song, CreditKind.WRITER)
    return SheetSong(
        slot=slot,
        song=song.recording,
        beat=entry.beat,
        character="" if whose is None else whose.name,
        tells=entry.note,
        lost_without=entry.lost_without,
        clearance=known.clearance,
        note=(facts.notes or {}).get(known.said_step, ""),
        since=_since(known),
        whole=not known.by_holders,
        cleared_for=known.elsewhere,
        added=entry.added,
        label=", ".join(labels),
        year=facts.credits.year(song),
        writers=tuple(SheetWriter(one.name, one.share) for one in writers),
        sides=tuple(_side(side, known, facts.notes) for side in known.sides),
        usage=facts.usages.get(song.id, Usage()),
    )


def _since(known: SongRights) -> int | None:
    """Return when the latest step was taken of those that have the word; None before the first."""
    if known.by_holders:
        asked = (one for one in known.holders if one.stage is not Stage.TO_ASK)
        return max((one.at for one in asked), default=None)
    return None if known.word is None else known.word.at


def _side(side: SideRights, known: SongRights, notes: Mapping[int, str] | None) -> SheetSide:
    costs = {cost.holder.id: cost for cost in holder_costs(known)} if notes is not None else {}

    def shown(holder: Holder) -> SheetHolder:
        wanted_by = holder.answer_by if holder.waits else None
        public = (holder.name, holder.share, holder.stage, wanted_by)
        if notes is None:
            return SheetHolder(*public, stage_for=stage_elsewhere(holder))
        cost = costs.get(holder.id)
        return SheetHolder(
            *public,
            contact=holder.contact,
            fee=None if holder.elsewhere else holder.fee,
            cost=cost.fee if cost is not None and cost.raised else None,
            most_favored=holder.most_favored,
            note=notes.get(holder.last_step, ""),
            stage_for=stage_elsewhere(holder),
        )

    stands = side.clearance if side.holders else None
    numbers = tuple(one.number for one in side.elsewhere)
    return SheetSide(side.side, stands, tuple(map(shown, side.holders)), side.missing or 0, numbers)
