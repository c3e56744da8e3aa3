"""Storing votes that are scheduled, within the transaction that schedules them."""

from collections.abc import Callable

from bot.domain.errors import RoundLive
from bot.domain.model import Episode, Person, Room, RoundId
from bot.domain.plans import VoteDraft
from bot.domain.structs import replace
from bot.services.belonging import InRoom
from bot.services.ports.repositories.outbox import EffectKind
from bot.services.ports.unit_of_work import UnitOfWork
from bot.services.rounds.drafts import candidates_of, require_fitting, rounds_of
from bot.services.rounds.transitions import open_round, promise, round_of


class NewRounds:
    """Put the rounds of a draft into the store, and open the first where its time has come."""

    def __init__(self, new_id: Callable[[], int], draw_seed: Callable[[], str]) -> None:
        self._new_id = new_id
        self._draw_seed = draw_seed

    async def put(
        self,
        unit: UnitOfWork,
        person: Person,
        room: Room,
        episode: Episode,
        draft: VoteDraft,
        now: int,
    ) -> RoundId:
        """Store the rounds of a draft; the shortlist becomes the candidates of the first.

        Raises:
            NotFound, RoundTooSmall, RoundLive, InvalidInput, EpisodeLocked, EpisodeArchived: As for
                `Rounds.schedule` and `Rounds.plan`.
        """
        episode = await InRoom(unit, room).active(episode.id)
        live = await unit.rounds.live(episode.id)
        if live is not None:
            raise RoundLive(episode.number, (await round_of(unit, live)).state.value)
        candidates = candidates_of(await unit.proposals.longlist(episode.id))
        require_fitting(draft, len(candidates))
        first, *later = rounds_of(draft, person, room, episode, now, self._new_id)
        begun = replace(first, candidates=candidates)
        await unit.rounds.give_up_cancelled(episode.id)
        await unit.rounds.add(begun, now)
        if begun.opens_at <= now:
            await open_round(unit, room, begun, now, self._draw_seed())
        else:
            await promise(unit, room, begun, now, EffectKind.SHOW_EVENT)
        for round_ in later:
            await unit.rounds.add(round_, now)
            await promise(unit, room, round_, now, EffectKind.SHOW_EVENT)
        return begun.id
