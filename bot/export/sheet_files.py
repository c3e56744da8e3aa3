"""Write the clearance sheet for other programs, as JSON, and name its files."""

import json
import re
from datetime import datetime

from bot.domain.clearance_sheet import ClearanceSheet, SheetHolder, SheetSide, SheetSong
from bot.domain.links import track_url
from bot.domain.rights import CURRENCIES, Money, Side, write_share
from bot.domain.time_texts import write_iso
from bot.domain.when import zone_named

FORMAT = "needledrop-board/2"
"""Whoever reads the first format finds all its keys here, with the same meaning."""

_WORD_MAX = 40

_Json = dict[str, object]


def file_stem(sheet: ClearanceSheet) -> str:
    """Return how files of a sheet are called, without the ending: show, episode, date.

    It has nothing but unaccented letters, digits, hyphens and underscores.
    """
    made = datetime.fromtimestamp(sheet.made_at, zone_named(sheet.timezone))
    show, number = _word(sheet.show) or "show", _word(sheet.number) or "episode"
    kind = "clearance-sheet-CONFIDENTIAL" if sheet.confidential else "clearance-sheet"
    return f"{show}_{number}_{made:%Y-%m-%d}_{kind}"


def _word(text: str) -> str:
    return re.sub(r"[^0-9A-Za-z]+", "-", text)[:_WORD_MAX].strip("-")


def sheet_json(sheet: ClearanceSheet) -> bytes:
    """Return a sheet as JSON in UTF-8; `docs/board-file.md` describes the keys.

    Texts are as people typed them. Incompatible changes need another number in `FORMAT`.
    """
    document: _Json = {
        "format": FORMAT,
        "show": sheet.show,
        "episode": {"number": sheet.number, "title": sheet.title},
        "timezone": sheet.timezone,
        "made_at": write_iso(sheet.made_at, sheet.timezone),
        "locked": sheet.locked,
        "confidential": sheet.confidential,
        "songs": [_entry(entry, sheet) for entry in sheet.songs],
        "runners_up": [
            {"place": entry.slot, **_song(entry), "rights": _rights(entry, sheet)}
            for entry in sheet.runners_up
        ],
    }
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


def _song(entry: SheetSong) -> _Json:
    song = entry.song
    return {
        "title": song.title,
        "artists": list(song.artists),
        "isrc": song.isrc,
        "length_ms": song.duration_ms,
        "spotify_uri": song.uri,
        "link": track_url(song.uri),
        "album": song.album,
        "label": entry.label,
        "year": entry.year or None,
        "writers": [{"name": one.name, "share": _share(one.share)} for one in entry.writers],
        "publishers": [{"name": one.name, "share": _share(one.share)} for one in entry.publishers],
    }


def _entry(entry: SheetSong, sheet: ClearanceSheet) -> _Json:
    used = entry.usage
    return {
        "slot": entry.slot,
        **_song(entry),
        "scene": entry.beat,
        "character": entry.character,
        "tells": entry.tells,
        "lost_without": entry.lost_without,
        "use": {
            "kind": used.use,
            "seconds": used.seconds,
            "shooting": used.shooting,
            "airing": used.airing,
        },
        "rights": _rights(entry, sheet),
        "added": entry.added,
        "beside": entry.beside or None,
        "how_they_meet": entry.how,
    }


def _rights(entry: SheetSong, sheet: ClearanceSheet) -> _Json:
    return {
        "status": entry.clearance.value,
        "since": _moment(entry.since, sheet),
        "note": entry.note,
        "cleared_for": list(entry.cleared_for),
        "recording": _side(entry.side(Side.RECORDING), sheet),
        "song": _side(entry.side(Side.SONG), sheet),
    }


def _side(side: SheetSide, sheet: ClearanceSheet) -> _Json:
    holders = [_holder(one, sheet) for one in side.holders]
    status = None if side.clearance is None else side.clearance.value
    return {"status": status, "holders": holders}


def _holder(holder: SheetHolder, sheet: ClearanceSheet) -> _Json:
    public: _Json = {
        "name": holder.name,
        "share": _share(holder.share),
        "stage": holder.stage.value,
        "answer_by": _moment(holder.answer_by, sheet),
    }
    if not sheet.confidential:
        return public
    return public | {
        "contact": holder.contact,
        "fee": _money(holder.fee),
        "most_favored_nations": holder.most_favored,
        "raised_to": _money(holder.cost),
        "remark": holder.note,
    }


def _share(share: int | None) -> str | None:
    """Return a share in percent, as text: a number would be rounded by who reads it."""
    return None if share is None else write_share(share).removesuffix("%")


def _money(money: Money | None) -> _Json | None:
    if money is None:
        return None
    places = CURRENCIES[money.currency]
    units, rest = divmod(money.minor, 10**places)
    amount = f"{units}.{rest:0{places}}" if places else str(units)
    return {"amount": amount, "currency": money.currency}


def _moment(at: int | None, sheet: ClearanceSheet) -> str | None:
    return None if at is None else write_iso(at, sheet.timezone)
