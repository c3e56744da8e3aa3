"""What the songs of an episode may cost, and what they do: privy to those who clear rights."""

from msgspec import Struct

from bot.domain.errors import EpisodeArchived
from bot.domain.model import Episode, EpisodeState, Person, Room, Song
from bot.domain.permissions import require_rights_editor
from bot.domain.rights import Money, SongsMoney, money_of, read_money
from bot.services.belonging import InRoom
from bot.services.board_state import songs_of
from bot.services.ports.unit_of_work import Store, UnitOfWork


class BudgetView(Struct, frozen=True):
    """What an episode's songs may cost, and what they do.

    `songs` are those on its board, or on its shortlist where no vote has decided yet. `was` is the
    budget before it was just changed.
    """

    room: Room
    episode: Episode
    songs: tuple[Song, ...]
    on_board: bool
    money: SongsMoney
    was: Money | None = None


class Budgets:
    """Set an episode's budget, and add up what its songs cost.

    All of this is for the music supervisor, the showrunner and delegates alone: each method refuses
    everybody else with NotAllowed.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    async def view(self, person: Person, room: Room, episode: Episode) -> BudgetView:
        """Return an episode's budget and what its songs cost.

        Raises:
            NotAllowed: The person does not clear the room's songs.
            NotFound: The room has no such episode.
        """
        require_rights_editor(person, room)
        read = self._store.read
        return await _view(read, room, await InRoom(read, room).episode(episode.id))

    async def set(
        self, person: Person, room: Room, episode: Episode, amount: str | None
    ) -> BudgetView:
        """Set an episode's budget to an amount as typed, in place of any before; None for none.

        The songs of a locked episode are still being cleared, so its budget can be changed.

        Raises:
            NotAllowed: The person does not clear the room's songs.
            NotFound: The room has no such episode.
            EpisodeArchived: The episode cannot be changed.
            InvalidInput: This is no amount of money, as `read_money` says.
        """
        require_rights_editor(person, room)
        budget = None if amount is None else read_money(amount)
        async with self._store.transaction(room.id) as unit:
            episode = await InRoom(unit, room).episode(episode.id)
            if episode.state is EpisodeState.ARCHIVED:
                raise EpisodeArchived(episode.number)
            was = await unit.budgets.get(episode.id)
            await unit.budgets.set(episode.id, budget)
            return await _view(unit, room, episode, was)


async def _view(
    read: UnitOfWork, room: Room, episode: Episode, was: Money | None = None
) -> BudgetView:
    board = await songs_of(read, episode.id)
    songs = board or await _shortlist(read, episode)
    rights = await read.rights.of_songs(room.id, [song.id for song in songs])
    money = money_of(songs, rights, await read.budgets.get(episode.id), episode.id)
    return BudgetView(room, episode, songs, bool(board), money, was)


async def _shortlist(read: UnitOfWork, episode: Episode) -> tuple[Song, ...]:
    longlist = await read.proposals.longlist(episode.id)
    return tuple(proposal.song for proposal in longlist if proposal.shortlisted)
