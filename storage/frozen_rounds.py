"""What hardly changes of the rounds people vote in, cached in memory."""

import asyncio
from collections import OrderedDict
from functools import lru_cache, partial

from msgspec import Struct

from bot.domain.ballot_forms.form import AnyForm
from bot.domain.ballots import form_of
from bot.domain.errors import NotFound
from bot.domain.model import Episode, Round, RoundId, RoundState, SongId
from bot.domain.structs import replace
from bot.domain.voting import BallotBox
from bot.services.ports.unit_of_work import Store
from storage.packing import unpack_rulings

_MAX_CACHED = 4096


class FrozenRound(Struct, frozen=True, eq=False):
    """A round as it was scheduled: its state, times, rulings and messages may be out of date.

    `ballot_order` lists the candidates' songs; `form` is the form of its ballots. Instances compare
    by identity, so that they are cheap cache keys.
    """

    round: Round
    episode: Episode
    ballot_order: tuple[SongId, ...]
    form: AnyForm


@lru_cache(maxsize=1024)
def ballot_box(
    frozen: FrozenRound,
    state: str,
    closes_at: int,
    stopped_at: int | None,
    rulings: str,
    writers_role_id: int | None,
) -> BallotBox:
    """Return the ballot box of a round, given everything that may have changed since."""
    pinned, vetoed = unpack_rulings(rulings)
    round_ = replace(
        frozen.round,
        state=RoundState(state),
        closes_at=closes_at,
        stopped_at=stopped_at,
        pinned=pinned,
        vetoed=vetoed,
    )
    return BallotBox(round_, frozen.episode, frozen.ballot_order, writers_role_id)


class FrozenRounds:
    """Reads each round once, even if many people vote in it at the same time."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._cache: OrderedDict[RoundId, FrozenRound] = OrderedDict()
        self._reading: dict[RoundId, asyncio.Task[FrozenRound]] = {}

    async def get(self, round_id: RoundId, retold: int = 0) -> FrozenRound:
        """Return a round with what its songs tell us, as it was told so often at least.

        Raises:
            NotFound: There is no such round.
        """
        frozen = self._cache.get(round_id)
        while frozen is None or frozen.round.retold < retold:
            frozen = await asyncio.shield(self._read_once(round_id))
        return frozen

    def _read_once(self, round_id: RoundId) -> "asyncio.Task[FrozenRound]":
        """Return the reading of a round that is under way, or begin one."""
        reading = self._reading.get(round_id)
        if reading is None:
            reading = asyncio.create_task(self._read(round_id), name=f"round-{round_id}")
            self._reading[round_id] = reading
            reading.add_done_callback(partial(self._have_read, round_id))
        return reading

    def _have_read(self, round_id: RoundId, reading: asyncio.Task[FrozenRound]) -> None:
        if self._reading.get(round_id) is reading:
            del self._reading[round_id]

    async def _read(self, round_id: RoundId) -> FrozenRound:
        read = self._store.read
        round_ = await read.rounds.get(round_id)
        episode = None if round_ is None else await read.episodes.get(round_.episode_id)
        if round_ is None or episode is None:
            raise NotFound("round")
        ballot_order = tuple(one.song.id for one in round_.candidates)
        frozen = FrozenRound(round_, episode, ballot_order, form_of(round_.rules))
        # A waiting round of a plan has no candidates yet, and one that has not opened may have to
        # wait again, since the cancelled one before it was brought back.
        if ballot_order and round_.opened_at is not None:
            self._cache[round_id] = frozen
            if len(self._cache) > _MAX_CACHED:
                self._cache.popitem(last=False)
        return frozen
