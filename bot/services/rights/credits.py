"""Who wrote, published and released songs: looked up, and confirmed one by one by people."""

import re
from collections.abc import Collection, Sequence

from msgspec import Struct

from bot.domain.bounds import require_below
from bot.domain.credits import MUSICBRAINZ, Credit, CreditId, CreditKind, Found, once
from bot.domain.errors import InvalidInput, NotFound
from bot.domain.folding import fold
from bot.domain.isrc import isrc_key
from bot.domain.model import Person, Room, Song, SongId
from bot.domain.permissions import require_rights_editor
from bot.domain.rights import HolderId, HolderText, Side, Stage, read_share
from bot.domain.structs import replace
from bot.domain.typed_text import one_line
from bot.services.ports.credits import CreditCatalogue
from bot.services.ports.repositories.rights import StoredStep
from bot.services.ports.unit_of_work import Store, UnitOfWork
from bot.services.ports.world import Clock
from bot.services.rights.clearing import NAME_MAX, add_within, made_holder
from bot.services.rights.reading import known_song

SIDES = {CreditKind.LABEL: Side.RECORDING, CreditKind.PUBLISHER: Side.SONG}
"""Which side of a song those hold whom a credit names; writers and years hold none."""

_WITH_SHARE = re.compile(r"(?P<name>.*\S)[\s,:(]+(?P<share>[0-9.]{1,6}\s*%)\)?")
_YEAR = re.compile(r"(?:18[6-9]|19[0-9]|20[0-9])[0-9]")


class CreditsView(Struct, frozen=True):
    """The credits of a song, suggestions among them, in the order they were kept, each once.

    `code` is its ISRC in the one form, empty if it has none. `can_ask` says whether the host lets
    credits be looked up.
    """

    room: Room
    song: Song
    credits: tuple[Credit, ...]
    code: str
    can_ask: bool


class CreditsText(Struct, frozen=True):
    """What people type: writers one to a line, with or without a share, such as `Ann Lee 50%`."""

    writers: str = ""
    label: str = ""
    year: str = ""


class SongCredits:
    """Look up the credits of songs, and say which are right.

    All of it is for those who clear songs: each method refuses everybody else with NotAllowed, and
    raises NotFound if the room knows no such song.
    """

    def __init__(self, store: Store, clock: Clock, catalogue: CreditCatalogue) -> None:
        self._store = store
        self._clock = clock
        self._catalogue = catalogue

    async def view(self, person: Person, room: Room, song_id: SongId) -> CreditsView:
        """Return the credits of a song as they are kept."""
        require_rights_editor(person, room)
        song, kept = await _credits_of(self._store.read, room, song_id)
        code = isrc_key(song.recording.isrc)
        return CreditsView(room, song, once(kept), code, self._catalogue.is_on)

    async def look_up(self, person: Person, room: Room, song_id: SongId) -> CreditsView:
        """Ask the catalogue for a song's credits, and keep them as suggestions.

        Those of an earlier time that nobody has confirmed are replaced.

        Raises:
            NotFound: The song has no ISRC (`isrc`).
            CreditsOff, CreditsBusy, CreditsUnavailable: Nothing was looked up; all is as before.
        """
        before = await self.view(person, room, song_id)
        if not before.code:
            raise NotFound("isrc")
        found = await self._catalogue.credits(before.code, before.song.recording)
        async with self._store.transaction(room.id) as unit:
            now = int(self._clock.now())
            song, kept = await _credits_of(unit, room, song_id)
            # The same recording under another link is looked up once for both.
            for alike in {one.song.id for one in kept}:
                await unit.credits.suggest(room.id, alike, MUSICBRAINZ, (), now)
            there = {_key(one) for one in (await unit.credits.of_room(room.id)).about(song)}
            new: dict[tuple[CreditKind, str], Found] = {}
            for one in found:
                if _key(one) not in there:
                    new.setdefault(_key(one), one)
            numbered = [(CreditId(self._store.new_id()), one) for one in new.values()]
            await unit.credits.suggest(room.id, song_id, MUSICBRAINZ, numbered, now)
        return await self.view(person, room, song_id)

    async def choose(
        self,
        person: Person,
        room: Room,
        song_id: SongId,
        right: Collection[CreditId],
        wrong: Collection[CreditId],
    ) -> CreditsView:
        """Confirm credits, and take the confirmation of others back.

        A label or publisher that is confirmed becomes a holder of its side, who is to be asked,
        unless there is one of that name. Who holds rights stays, also when a confirmation is taken
        back.

        Raises:
            NotFound: The song has no such credit any more (`credit`).
            InvalidInput: The song has too many holders.
        """
        require_rights_editor(person, room)
        async with self._store.transaction(room.id) as unit:
            song, credits_ = await _credits_of(unit, room, song_id)
            kept = {one.id: one for one in credits_}
            if not {*right, *wrong} <= set(kept):
                raise NotFound("credit")
            now = int(self._clock.now())
            for credit_id in right:
                await self._hold(unit, person, room, song, kept[credit_id])
                await unit.credits.confirm(room.id, credit_id, person.user_id, now)
                await _withdraw_other_years(unit, room, kept[credit_id], credits_)
            # One that an older database holds twice is shown once, and is wrong in both places.
            untold = {_key(kept[one]) for one in wrong}
            for one in credits_:
                if _key(one) in untold:
                    await unit.credits.withdraw(room.id, one.id)
        return await self.view(person, room, song_id)

    async def write(
        self, person: Person, room: Room, song_id: SongId, text: CreditsText
    ) -> CreditsView:
        """Keep what somebody typed, which is confirmed by that; what is empty changes nothing.

        A label becomes a holder as one does that is chosen.

        Raises:
            InvalidInput: A name is too long, a share or year cannot be read, or there are too many.
        """
        require_rights_editor(person, room)
        async with self._store.transaction(room.id) as unit:
            song, kept = await _credits_of(unit, room, song_id)
            said = self._said(song, kept, _typed(text))
            confirmed = {_key(one) for one in kept if one.confirmed}
            new = {_key(one) for one in said} - confirmed
            require_below("credits", len(confirmed) + len(new) - 1, text.writers)
            for one in said:
                await self._hold(unit, person, room, song, one)
                await unit.credits.write(room.id, one, person.user_id, int(self._clock.now()))
                await _withdraw_other_years(unit, room, one, kept)
        return await self.view(person, room, song_id)

    def _said(
        self,
        song: Song,
        kept: Sequence[Credit],
        typed: Sequence[tuple[CreditKind, str, int | None]],
    ) -> list[Credit]:
        """Return what was typed, under the song and the spelling that it is kept by, if it is."""
        there = {_key(one): one for one in sorted(kept, key=lambda one: one.confirmed)}
        said: list[Credit] = []
        for kind, name, share in typed:
            new = Credit(CreditId(self._store.new_id()), song, kind, name, share)
            known = there.setdefault(_key(new), new)
            said.append(replace(new, song=known.song, name=known.name))
        return said

    async def _hold(
        self, unit: UnitOfWork, person: Person, room: Room, song: Song, credit: Credit
    ) -> None:
        """Have whom a credit names be a holder, unless one of that name is there."""
        side = SIDES.get(credit.kind)
        if side is None:
            return
        known = (await unit.rights.of_songs(room.id, [song.id])).about(song).side(side).holders
        if fold(credit.name) in {fold(holder.name) for holder in known}:
            return
        made = made_holder(HolderId(self._store.new_id()), song, side, HolderText(credit.name))
        step = StoredStep(
            await unit.rights.new_step(room.id),
            song.id,
            Stage.TO_ASK,
            person.user_id,
            int(self._clock.now()),
            holder_id=made.id,
        )
        await add_within(unit, room, made, step)


async def _credits_of(
    read: UnitOfWork, room: Room, song_id: SongId
) -> tuple[Song, tuple[Credit, ...]]:
    """Return a song of a room and its credits; fail with NotFound if the room knows no such."""
    song = await known_song(read, room, song_id)
    return song, (await read.credits.of_room(room.id)).about(song)


async def _withdraw_other_years(
    unit: UnitOfWork, room: Room, said: Credit, kept: Collection[Credit]
) -> None:
    """Where a year is said to be right, no other one is any more: a recording came out once."""
    if said.kind is not CreditKind.YEAR:
        return
    for one in kept:
        if one.kind is CreditKind.YEAR and one.name != said.name:
            await unit.credits.withdraw(room.id, one.id)


def _key(credit: Credit | Found) -> tuple[CreditKind, str]:
    """Return what two credits of a recording that say the same have in common."""
    return credit.kind, fold(credit.name)


def _typed(text: CreditsText) -> list[tuple[CreditKind, str, int | None]]:
    typed: list[tuple[CreditKind, str, int | None]] = []
    for line in filter(None, map(one_line, text.writers.splitlines())):
        found = _WITH_SHARE.fullmatch(line)
        name = found["name"].rstrip(" ,:(") if found else line
        share = read_share(found["share"]) if found else None
        typed.append((CreditKind.WRITER, _short(name), share))
    if label := one_line(text.label):
        typed.append((CreditKind.LABEL, _short(label), None))
    if year := one_line(text.year):
        if not _YEAR.fullmatch(year):
            raise InvalidInput("credits.year", year)
        typed.append((CreditKind.YEAR, year, None))
    return typed


def _short(name: str) -> str:
    if len(name) > NAME_MAX:
        raise InvalidInput("rights.name_long", name, {"limit": NAME_MAX})
    return name
