"""What a writer adds to a proposal, kept in messages and forms until the song is found."""

from discord import ui
from msgspec import Struct

from bot.domain.model import NOTE_MAX, TITLE_MAX, Character, CharacterId
from cogs.ui.kit import texts
from cogs.ui.kit.components import Piece
from cogs.ui.kit.context import Context
from cogs.ui.kit.forms import Field
from cogs.ui.kit.pressable import Pressable
from cogs.ui.songs.notes import NOTE_LABEL

NOTE_PIECE = 901
"""The id of the component that keeps the writer's note."""
WORDS_PIECE = 902
"""The id of the component that keeps the words that the writer searched for."""
CHARACTER_PIECE = 903
"""The id of the component that keeps the name of the character."""
TYPED_MAX = 1000


class Details(Struct, frozen=True):
    """What a writer adds to a proposal: a note, and the name or id of a character."""

    note: str = ""
    character: str = ""


NO_DETAILS = Details()


def detail_pieces(details: Details) -> list[Piece | str]:
    """Return the components that keep the details, for `details_of` to read."""
    pieces: list[Piece | str] = []
    if details.note:
        pieces += [f"{NOTE_LABEL}:", typed_piece(details.note, NOTE_PIECE)]
    if details.character:
        pieces += ["For:", typed_piece(details.character, CHARACTER_PIECE)]
    return pieces


def typed_piece(text: str, piece_id: int) -> Piece:
    """Return the component that keeps what somebody typed."""
    tidy = texts.cut(texts.clean(text), TYPED_MAX)
    return ui.TextDisplay(texts.escape(tidy) or texts.ELLIPSIS, id=piece_id)


def details_of(pressed: Pressable) -> Details:
    """Return the details kept in the message that was pressed."""
    return Details(pressed.text_of_piece(NOTE_PIECE), pressed.text_of_piece(CHARACTER_PIECE))


async def character_id(ctx: Context, details: Details) -> CharacterId:
    """Return the character that the details name; 0 for none.

    Raises:
        NotFound: There is no such character.
    """
    if not details.character:
        return CharacterId(0)
    return (await ctx.services.characters.find(ctx.room, details.character)).id


SONG_FIELDS = {
    "title": Field("Title", TITLE_MAX),
    "artist": Field("Artist", TITLE_MAX),
    "note": Field(NOTE_LABEL, NOTE_MAX, multiline=True, required=False),
}


async def character_of(ctx: Context, character_id: CharacterId) -> Character | None:
    """Return the character whose id a form carries; None for 0."""
    return await ctx.services.characters.get(ctx.room, character_id) if character_id else None
