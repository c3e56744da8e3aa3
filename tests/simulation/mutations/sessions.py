"""Ways in which listening together could be wrong."""

from typing import Any

from bot.domain.listening import session
from bot.services.listening.sessions import Listenings
from tests.simulation.mutations import mutation, put, replace_everywhere


@mutation(60)
def show_lines_to_the_first_writer() -> None:
    """Show the lines of a song as soon as anybody has answered."""

    def all_answered(here: Any, answered: Any) -> bool:
        return bool(here and answered)

    replace_everywhere("all_answered", session.all_answered, all_answered)


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
