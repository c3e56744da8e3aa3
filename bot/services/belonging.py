"""What belongs to a room: the one place where services look up what they are handed.

Whatever somebody presses or sends may be of another room, or from before something was locked,
archived or counted. So a service takes ids and objects for names alone: within its transaction it
looks each of them up here, in the room where it is used, and goes on with what it finds.
"""

from msgspec import Struct

from bot.domain import lifecycle
from bot.domain.errors import InvalidInput, NotFound
from bot.domain.imports import Import
from bot.domain.listening import Card, CardId, Listening, ListeningId
from bot.domain.model import (
    Character,
    CharacterId,
    Episode,
    EpisodeId,
    Proposal,
    ProposalId,
    Recording,
    Room,
    Round,
    RoundId,
    Song,
)
from bot.services.ports.repositories.spotify import MIRROR
from bot.services.ports.unit_of_work import UnitOfWork


class InRoom(Struct, frozen=True):
    """Looks things up as they are now, and only in one room. What is not there raises NotFound."""

    unit: UnitOfWork
    room: Room

    async def episode(self, episode_id: EpisodeId) -> Episode:
        """Return an episode, in whatever state."""
        return self.own(await self.unit.episodes.get(episode_id))

    def own(self, episode: Episode | None) -> Episode:
        """Return an episode that was read in this transaction."""
        if episode is None or episode.room_id != self.room.id:
            raise NotFound("episode")
        return episode

    async def active(self, episode_id: EpisodeId) -> Episode:
        """Return an episode in order to change it.

        Raises:
            NotFound: The room has no such episode.
            EpisodeLocked, EpisodeArchived: It cannot be changed.
        """
        return self.own_active(await self.unit.episodes.get(episode_id))

    def own_active(self, episode: Episode | None) -> Episode:
        """Return an episode that was read in this transaction, in order to change it.

        Raises:
            NotFound, EpisodeLocked, EpisodeArchived: As for `active`.
        """
        episode = self.own(episode)
        lifecycle.require_active(episode)
        return episode

    async def proposal(self, proposal_id: ProposalId) -> Proposal:
        """Return a proposal that was not withdrawn."""
        return (await self._proposal(proposal_id))[0]

    async def open_proposal(self, proposal_id: ProposalId) -> tuple[Proposal, Episode]:
        """Return a proposal with its episode in order to change it.

        Raises:
            NotFound: The room has no such proposal, or it was withdrawn.
            EpisodeLocked, EpisodeArchived: Its episode cannot be changed.
        """
        proposal, episode = await self._proposal(proposal_id)
        lifecycle.require_active(episode)
        return proposal, episode

    async def _proposal(self, proposal_id: ProposalId) -> tuple[Proposal, Episode]:
        found = await self.unit.proposals.with_episode(proposal_id)
        if found is None:
            raise NotFound("song")
        proposal, episode = found
        if proposal.withdrawn or episode.room_id != self.room.id:
            raise NotFound("song")
        return proposal, episode

    async def listening(self, listening_id: ListeningId) -> Listening:
        """Return a session in which the room listens together, in whatever stage."""
        listening = await self.unit.listening.get(listening_id)
        if listening is None or listening.room_id != self.room.id:
            raise NotFound("listening")
        return listening

    async def listening_card(self, card_id: CardId) -> tuple[Listening, Card]:
        """Return a card with its session."""
        listening = await self.unit.listening.of_card(card_id)
        if listening is None or listening.room_id != self.room.id:
            raise NotFound("listening")
        cards = await self.unit.listening.cards(listening.id)
        return listening, next(card for card in cards if card.id == card_id)

    async def song(self, song: Song | Recording) -> Song | Recording:
        """Return a song that may be proposed: one that the room knows, or from the catalogue."""
        if isinstance(song, Recording) or song.recording.uri:
            return song
        known = await self.unit.proposals.known_song(self.room.id, song.id)
        if known is None:
            raise NotFound("song")
        return known

    async def character(self, character_id: CharacterId) -> Character:
        """Return a character."""
        character = await self.unit.characters.get(character_id)
        if character is None or character.room_id != self.room.id:
            raise NotFound("character")
        return character

    async def round(self, round_id: RoundId) -> Round:
        """Return a round, in whatever state."""
        round_ = await self.unit.rounds.get(round_id)
        if round_ is None or round_.room_id != self.room.id:
            raise NotFound("round")
        return round_

    async def round_to(self, verb: str, round_id: RoundId, now: int) -> Round:
        """Return a round that a verb of `bot.domain.lifecycle` is legal for at an instant.

        Raises:
            NotFound: The room has no such round.
            IllegalMove: It is not legal in the round's state, or the round's time is up.
        """
        round_ = await self.round(round_id)
        lifecycle.require_move(verb, round_, now)
        return round_

    async def playlist(self, playlist_id: str, what: str, words: str) -> None:
        """Refuse a playlist that the bot made for another room: it has songs of unaired episodes.

        One that people edit themselves may be linked in several rooms.

        Args:
            playlist_id: Spotify's id.
            what: What is wrong with it then, such as `import.others`.
            words: Its link, as typed.

        Raises:
            InvalidInput: It is another room's.
        """
        stored = await self.unit.playlists.known_as(playlist_id)
        if any(one.room_id != self.room.id and one.mode == MIRROR for one in stored):
            raise InvalidInput(what, words)

    async def import_(self, import_id: int) -> Import:
        """Return an import of a playlist."""
        found = await self.unit.imports.get(import_id)
        if found is None or found.room_id != self.room.id:
            raise NotFound("import")
        return found
