"""From a song somebody hears to a proposal on the longlist."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.domain import links
from bot.domain.errors import (
    DuplicateProposal,
    InvalidInput,
    NotFound,
    RoomError,
    SongFrozen,
    UpstreamError,
)
from bot.domain.links import Link, LinkKind
from bot.domain.model import (
    NOTE_MAX,
    TITLE_MAX,
    CharacterId,
    Episode,
    Note,
    Person,
    Proposal,
    ProposalId,
    Recording,
    Room,
    Song,
    SongId,
    read_id,
)
from bot.domain.permissions import is_showrunner, require_writer
from bot.domain.search import best, folded
from bot.services.characters import songs_changed
from bot.services.episodes import require_active
from bot.services.ports.destinations import channel
from bot.services.ports.repositories.outbox import EffectKind
from bot.services.ports.unit_of_work import Store, UnitOfWork
from bot.services.ports.world import Clock, Spotify, SpotifyAccess

SONG_PREFIX = "song:"
SEARCH_PREFIX = "search:"
TRACK_URI = "spotify:track:"


@dataclass(frozen=True, slots=True)
class Found:
    """What the words of a writer led to.

    Attributes:
        songs: Up to ten, best first; each has an id, so that a menu can name it.
        words: What was looked for, or typed, as the writer wrote it.
        exact: There is one song and no doubt about it (a link, or a song picked from a list).
        trouble: Why Spotify could not be asked; the song can still be entered by hand.
        elsewhere: The link to a song of another service; somebody has to say which song it is.
    """

    songs: tuple[Song, ...]
    words: str
    exact: bool = False
    trouble: RoomError | None = None
    elsewhere: Link | None = None

    @property
    def recordings(self) -> tuple[Recording, ...]:
        """The recordings of the songs."""
        return tuple(song.recording for song in self.songs)


class Proposals:
    """Propose, second, withdraw, add what a song tells us."""

    def __init__(self, store: Store, clock: Clock, spotify: Spotify) -> None:
        self._store = store
        self._clock = clock
        self._spotify = spotify

    def searchable(self, room: Room) -> bool:
        """Say whether songs can be searched for in a room at all."""
        return self._account(room).configured

    async def look_up(self, person: Person, room: Room, episode: Episode, words: str) -> Found:
        """Find what a writer means: a song's link, words to search, or a choice of autocomplete.

        Raises:
            NotAllowed: The person may not propose.
            NotFound: The song chosen is not one this room knows.
            InvalidInput: Nothing was typed; or a link that is not one song's (`link.album`, …), or
                one that leads nowhere (`link.dead`).
        """
        del episode  # the same words mean the same song in every episode
        await self._require_writer(self._store.read, person, room)
        words = words.strip()
        if words.startswith(SONG_PREFIX):
            return await self._chosen(room, words)
        words = words.removeprefix(SEARCH_PREFIX).strip()
        if not words:
            raise InvalidInput("song.empty")
        link = links.parse(words)
        if link is None:
            return await self._search(room, words)
        if link.kind is LinkKind.OTHER and links.song_named(link):
            return Found((), words, elsewhere=link)
        if link.kind is not LinkKind.TRACK:
            raise InvalidInput(f"link.{link.kind}", words, {"service": link.service})
        return await self._linked(room, link.id, words)

    async def may_propose(self, person: Person, room: Room) -> None:
        """Refuse who may not propose.

        Raises:
            NotAllowed: The writers' role is missing, or the person was taken off the roster.
        """
        await self._require_writer(self._store.read, person, room)

    async def linked(self, track_ids: Sequence[str]) -> Mapping[str, Song]:
        """Return the songs of Spotify's track ids that the bot has met, by id; nobody is asked."""
        read = self._store.read
        met = {one: await read.proposals.by_uri(TRACK_URI + one) for one in track_ids}
        return {track_id: song for track_id, song in met.items() if song is not None}

    def by_hand(self, title: str, artist: str) -> Recording:
        """Return the recording that a title and an artist typed by hand make.

        Raises:
            InvalidInput: One of them is empty or too long.
        """
        for name, text in (("title", title.strip()), ("artist", artist.strip())):
            if not text:
                raise InvalidInput(f"{name}.empty")
            if len(text) > TITLE_MAX:
                raise InvalidInput(f"{name}.too_long", text, {"limit": TITLE_MAX})
        return Recording(title.strip(), (artist.strip(),))

    async def propose(
        self,
        person: Person,
        room: Room,
        episode: Episode,
        recording: Recording,
        why: str = "",
        character_id: CharacterId | None = None,
    ) -> Proposal:
        """Put a song on an episode's longlist, for a character or nobody yet; its card is posted.

        Raises:
            NotAllowed: The person may not propose.
            EpisodeLocked, EpisodeArchived: Nothing of the episode changes.
            DuplicateProposal: The same recording is there already.
            InvalidInput: What it tells us is too long.
        """
        why = _note_text(why)
        now = int(self._clock.now())
        async with self._store.transaction() as unit:
            await self._require_writer(unit, person, room)
            await require_active(unit, episode.id)
            await unit.rooms.join(room.id, person.user_id, now)
            song = await unit.proposals.know(room.id, recording)
            same = await unit.proposals.same_recording(episode.id, song)
            if same is not None:
                hidden = room.settings.proposers_hidden
                raise DuplicateProposal(
                    same.id,
                    same.song.title,
                    None if hidden else same.proposer_id,
                    same.proposer_id == person.user_id,
                )
            new = Proposal(ProposalId(self._store.new_id()), episode.id, song, person.user_id, now)
            kept = await unit.proposals.put(replace(new, character_id=character_id))
            await songs_changed(unit, room, character_id, now)
            if why:
                await unit.proposals.add_note(kept, Note(person.user_id, why, now))
            await unit.outbox.promise(EffectKind.POST_PROPOSAL, channel(room), kept, room.id, now)
            return await self._proposal(unit, room, kept)

    async def second(self, person: Person, room: Room, proposal_id: ProposalId) -> Proposal:
        """Second a proposal.

        Raises:
            NotAllowed, NotFound, EpisodeLocked, EpisodeArchived: As everywhere.
            InvalidInput: It is the writer's own (`second.own`), or seconded already
                (`second.twice`).
        """
        now = int(self._clock.now())
        async with self._store.transaction() as unit:
            await self._require_writer(unit, person, room)
            proposal = await self._proposal(unit, room, proposal_id)
            await require_active(unit, proposal.episode_id)
            if proposal.proposer_id == person.user_id:
                raise InvalidInput("second.own", proposal.song.title)
            if not await unit.proposals.second(proposal_id, person.user_id, now):
                raise InvalidInput("second.twice", proposal.song.title)
            await unit.rooms.join(room.id, person.user_id, now)
            await self._show(unit, room, proposal_id, now)
            return await self._proposal(unit, room, proposal_id)

    async def note(
        self, person: Person, room: Room, proposal_id: ProposalId, text: str
    ) -> Proposal:
        """Add what a song tells this writer.

        Raises:
            NotAllowed, NotFound, EpisodeLocked, EpisodeArchived: As everywhere.
            InvalidInput: The text is empty or too long.
        """
        text = _note_text(text)
        if not text:
            raise InvalidInput("note.empty")
        now = int(self._clock.now())
        async with self._store.transaction() as unit:
            await self._require_writer(unit, person, room)
            proposal = await self._proposal(unit, room, proposal_id)
            await require_active(unit, proposal.episode_id)
            await unit.rooms.join(room.id, person.user_id, now)
            await unit.proposals.add_note(proposal_id, Note(person.user_id, text, now))
            await self._show(unit, room, proposal_id, now)
            await self._show_shortlist(unit, room, proposal, now)
            return await self._proposal(unit, room, proposal_id)

    async def withdraw(self, person: Person, room: Room, proposal_id: ProposalId) -> Proposal:
        """Take a proposal back; its proposer or the showrunner may.

        Raises:
            NotAllowed, NotFound, EpisodeLocked, EpisodeArchived: As everywhere.
            SongFrozen: The song stands in a round that is not over.
        """
        now = int(self._clock.now())
        async with self._store.transaction() as unit:
            proposal = await self._proposal(unit, room, proposal_id)
            if not is_showrunner(person, room):
                await self._require_writer(unit, person, room)
                if proposal.proposer_id != person.user_id:
                    raise InvalidInput("withdraw.not_yours", proposal.song.title)
            await require_active(unit, proposal.episode_id)
            if await unit.proposals.frozen(proposal_id):
                raise SongFrozen(proposal.song.title)
            await unit.proposals.withdraw(proposal_id)
            await songs_changed(unit, room, proposal.character_id, now)
            await self._show(unit, room, proposal_id, now)
            await self._show_shortlist(unit, room, proposal, now)
            return proposal

    async def longlist(self, room: Room, episode: Episode) -> tuple[Proposal, ...]:
        """Return an episode's proposals, newest first."""
        del room  # the episode was found in it
        return tuple(reversed(await self._store.read.proposals.longlist(episode.id)))

    async def get(self, room: Room, proposal_id: ProposalId) -> Proposal:
        """Return a proposal of this room.

        Raises:
            NotFound: The room has none such, or it was withdrawn.
        """
        return await self._proposal(self._store.read, room, proposal_id)

    async def find(
        self, room: Room, episode: Episode, words: str, limit: int = 25
    ) -> tuple[Proposal, ...]:
        """Return proposals on the longlist whose title and artists hold all the words."""
        longlist = await self.longlist(room, episode)
        return best(words, [(folded(one.song), one) for one in longlist], limit)

    async def known(self, room: Room, words: str, limit: int = 20) -> tuple[Song, ...]:
        """Return songs this room has proposed or found before, for autocomplete."""
        return await self._store.read.proposals.known(room.id, words, limit)

    async def song(self, room: Room, song_id: SongId) -> Song:
        """Return a song this room knows.

        Raises:
            NotFound: It knows none such.
        """
        song = await self._store.read.proposals.known_song(room.id, song_id)
        if song is None:
            raise NotFound("song")
        return song

    async def _chosen(self, room: Room, words: str) -> Found:
        song_id = SongId(read_id(words.removeprefix(SONG_PREFIX)))
        return Found((await self.song(room, song_id),), words, exact=True)

    async def _linked(self, room: Room, track_id: str, words: str) -> Found:
        known = await self._store.read.proposals.by_uri(TRACK_URI + track_id)
        if known is not None:
            return Found((known,), words, exact=True)
        try:
            recording = await self._account(room).track(track_id)
        except NotFound:
            raise InvalidInput("link.dead", words) from None
        except UpstreamError as trouble:
            return Found((), words, trouble=trouble)
        return Found(await self._know(room, [recording]), words, exact=True)

    def _account(self, room: Room) -> SpotifyAccess:
        return self._spotify.of(room.spotify_account)

    async def _search(self, room: Room, words: str) -> Found:
        try:
            recordings = await self._account(room).search(words)
        except UpstreamError as trouble:
            return Found((), words, trouble=trouble)
        return Found(await self._know(room, recordings), words)

    async def _know(self, room: Room, recordings: Sequence[Recording]) -> tuple[Song, ...]:
        async with self._store.transaction() as unit:
            return tuple([await unit.proposals.know(room.id, one) for one in recordings])

    async def _require_writer(self, unit: UnitOfWork, person: Person, room: Room) -> None:
        standing = await unit.rooms.on_roster(room.id, person.user_id)
        require_writer(person, room.writers_role_id, standing)

    async def _proposal(self, unit: UnitOfWork, room: Room, proposal_id: ProposalId) -> Proposal:
        proposal = await unit.proposals.get(proposal_id)
        if proposal is None or proposal.withdrawn:
            raise NotFound("song")
        episode = await unit.episodes.get(proposal.episode_id)
        if episode is None or episode.room_id != room.id:
            raise NotFound("song")
        return proposal

    async def _show(self, unit: UnitOfWork, room: Room, proposal_id: ProposalId, now: int) -> None:
        await unit.outbox.promise(
            EffectKind.EDIT_PROPOSAL, channel(room), proposal_id, room.id, now
        )

    async def _show_shortlist(
        self, unit: UnitOfWork, room: Room, proposal: Proposal, now: int
    ) -> None:
        """Have the message that presents the shortlist say what changed, if the song is in it."""
        episode = await unit.episodes.get(proposal.episode_id)
        if proposal.shortlisted and episode is not None and episode.presented_message_id:
            await unit.outbox.promise(
                EffectKind.EDIT_SHORTLIST, channel(room), episode.id, room.id, now
            )


def _note_text(text: str) -> str:
    text = text.strip()
    if len(text) > NOTE_MAX:
        raise InvalidInput("note.too_long", text, {"limit": NOTE_MAX})
    return text
