"""Ways in which listening together could be wrong; see `mutations`."""

from typing import Any

from bot.services.listening.sessions import Listenings
from tests.simulation.mutations import MUTATIONS, mutation, put, rewrite

__all__ = ["MUTATIONS"]


@mutation(60)
def show_lines_before_their_time() -> None:
    """Take lines that wait for what a song tells us already."""
    waiting = (
        "SELECT id, proposal_id, user_id, text, at, drawn, named FROM notes"
        " WHERE proposal_id = :proposal_id UNION ALL"
        " SELECT id, proposal_id, user_id, text, at, 1, named FROM waiting_lines"
        " WHERE proposal_id = :proposal_id"
    )
    whole = r"SELECT \* FROM notes WHERE proposal_id = :proposal_id"
    rewrite("proposals", "notes_of_proposal", whole, waiting)


@mutation(60)
def take_a_step_with_each_press() -> None:
    """Move a session from where it is, whatever was seen by whoever pressed."""
    original: Any = Listenings.move

    async def move(
        self: Any, person: Any, room: Any, listening_id: Any, revision: int, move: Any
    ) -> Any:
        now = await self._store.read.listening.get(listening_id)
        seen = revision if now is None else now.revision
        return await original(self, person, room, listening_id, seen, move)

    put(Listenings, "move", move)
