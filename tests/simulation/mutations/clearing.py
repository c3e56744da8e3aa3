"""Ways in which clearing songs could be wrong, put into the product from outside."""

from typing import Any

from bot.domain import permissions
from bot.domain.rights import holder_texts, write_money
from bot.domain.rights.song_rights import SongRights
from bot.domain.structs import replace
from bot.services.rounds.previews import Previews
from cogs.ui.kit.rights import SongsRights
from storage.repositories.rights import SqlRightsRepository
from storage.repositories.rights_letters import SqlRightsLettersRepository
from tests.simulation.mutations import mutation, put, replace_everywhere, rewrite


@mutation(60)
def advance_without_compare_and_set() -> None:
    """Take a step with a holder though somebody has taken another one since it was looked at."""
    rewrite("rights", "move_rights_holder", "AND last_step = :was", "AND last_step + :was > 0")


@mutation(120)
def bring_a_date_up_again() -> None:
    """Say once more that nobody has answered by a date, after each note on who has not."""
    rewrite("rights", "move_rights_holder", r"(?s)CASE\s.*END", "CAST(:remind_at AS BIGINT)")


@mutation(120)
def order_steps_by_any_clock() -> None:
    """Name steps by the clock of whoever takes them, however far another one was ahead."""

    async def new_step(self: Any, room_id: Any) -> int:
        made: int = self._new_id(0)
        return made

    put(SqlRightsRepository, "new_step", new_step)


@mutation(60)
def leave_a_refused_song_on() -> None:
    """Say that refused songs are taken off the shortlist, and leave them there."""

    async def take_off_denied(self: Any, person: Any, room: Any, episode: Any, draft: Any) -> Any:
        shown = await self.preview(person, room, episode, draft)
        return replace(shown, taken_off=shown.denied, taken_from=shown.revision)

    put(Previews, "take_off_denied", take_off_denied)


@mutation(40)
def tell_writers_the_fees() -> None:
    """Say beside a song of the shortlist or the ballot what its holders quoted."""
    told = SongsRights.facts

    def facts(self: Any, song: Any) -> str:
        fees = [one.fee for one in self.rights.about(song).holders if one.fee is not None]
        return " · ".join([told(self, song), *map(write_money, fees)])

    put(SongsRights, "facts", facts)


@mutation(40)
def let_anybody_read_rights() -> None:
    """Show holders, contacts and notes to whoever asks."""
    original = permissions.require_rights_editor
    replace_everywhere("require_rights_editor", original, lambda *_: None)


@mutation(60)
def write_over_anothers_words() -> None:
    """Save what was typed of a holder as it is, whatever somebody else has typed since."""
    original = holder_texts.merge_holder

    def merge_holder(was: Any, now: Any, typed: Any) -> Any:
        return replace(typed, most_favored=now.most_favored)

    replace_everywhere("merge_holder", original, merge_holder)


@mutation(40)
def take_one_side_for_both() -> None:
    """Take a song for cleared as soon as one side of it is."""
    whole: Any = SongRights.clearance
    named: Any = SongRights

    def clearance(self: Any) -> Any:
        found = [side.clearance for side in self.sides]
        return max(found, key=str) if self.by_holders and "cleared" in found else whole.fget(self)

    named.clearance = property(clearance)


@mutation(120)
def send_letters_twice() -> None:
    """Forget that letters were marked as sent."""
    get = SqlRightsLettersRepository.get

    async def unsent(self: Any, room_id: Any, letters_id: Any) -> Any:
        found = await get(self, room_id, letters_id)
        return None if found is None else replace(found, sent_at=None)

    put(SqlRightsLettersRepository, "get", unsent)
