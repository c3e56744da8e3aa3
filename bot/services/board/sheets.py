"""The clearance sheet of a board: for everybody in the room, or in confidence for who clears."""

from bot.domain.board import Entry
from bot.domain.clearance_sheet import ClearanceSheet, Facts, Usage, clearance_sheet
from bot.domain.model import Episode, Person, Room
from bot.domain.permissions import require_rights_editor
from bot.domain.rights import RoomTerms, Scope
from bot.services.board.songs import BoardSongs
from bot.services.ports.unit_of_work import Store
from bot.services.ports.world import Clock


class ClearanceSheets:
    """Make the clearance sheets of boards."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._boards = BoardSongs(store, clock)

    async def make(
        self, person: Person, room: Room, episode: Episode, *, confidential: bool = False
    ) -> ClearanceSheet:
        """Return the clearance sheet of an episode's board, as it is now.

        Fees, contacts and notes are on it only if it is `confidential`.

        Raises:
            NotAllowed: It is to be confidential, and the person does not clear the room's songs.
            NotFound: The room has no such episode, or there is no board yet.
        """
        if confidential:
            require_rights_editor(person, room)
        read = self._store.read
        view = await self._boards.view(room, episode)
        terms = await read.rights_terms.of_episode(room.id, episode.id)
        facts = Facts(
            characters=view.characters,
            rights=view.rights,
            credits=await read.credits.of_room(room.id),
            usages={entry.song.id: _usage(terms, episode, entry) for entry in view.board.entries},
            notes=await read.rights.notes(room.id) if confidential else None,
        )
        return clearance_sheet(room, view.episode, view.board, facts, self._clock.now())


def _usage(terms: RoomTerms, episode: Episode, entry: Entry) -> Usage:
    """Return how a song on the board is used, as far as the terms say for it or its episode."""
    held = terms.holding(Scope(episode.id, entry.song.id))
    seconds = int(held.seconds) if held.seconds else None
    return Usage(held.use, seconds, held.shooting, held.airing)
