"""Interactions: what people did, how the bot answered, and when it is too late to."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.wire.shapes import BOT, GUILD, Json, numbered, text_of
from tests.wire.state import PRIVATE, DiscordState, Refusal, unknown

ANSWER_WITHIN = 3.0
TOKEN_LASTS = 900.0
"""Seconds in which the first answer has to come, and all others."""
ACKNOWLEDGED, UNKNOWN_WEBHOOK, BAD_TOKEN = 40060, 10015, 50027
EVERYTHING = (1 << 50) - 1
_LOADING = 128
"""Flag of a message that is awaited."""


@dataclass(slots=True)
class Interaction:
    """One thing a person did, and how the bot answered it.

    `callbacks` are the types of the answers that counted. `message_id` is the answer's message.
    """

    id: int
    token: str
    payload: Json
    made_at: float
    callbacks: list[int] = field(default_factory=list)
    message: Json | None = None
    modal: Json | None = None
    choices: list[Json] | None = None
    waiting: bool = False
    followups: list[Json] = field(default_factory=list)

    @property
    def answered(self) -> bool:
        """Whether the person sees an answer, and not just that one is awaited."""
        return bool(self.callbacks) and not self.waiting

    @property
    def text(self) -> str:
        """Return all the text of the answer, followups included."""
        shown = [self.message] if self.message is not None else []
        return "\n".join(text_of(message) for message in (*shown, *self.followups))


class Interactions:
    """Keeps interactions and takes their answers."""

    def __init__(self, state: DiscordState) -> None:
        self._state = state
        self._begun: dict[str, Interaction] = {}

    def begin(self, kind: int, payload: Json) -> Interaction:
        """Begin an interaction; its three seconds run from now."""
        made_id = self._state.new_id()
        token = f"token-{made_id}"
        whole = {
            "id": str(made_id),
            "application_id": str(BOT),
            "type": kind,
            "token": token,
            "version": 1,
            "app_permissions": str(self._allowed(payload)),
            "locale": "en-US",
            "entitlements": [],
            "authorizing_integration_owners": {"0": str(GUILD)},
            "attachment_size_limit": 10 << 20,
            **payload,
        }
        made = Interaction(made_id, token, whole, self._state.now())
        self._begun[token] = made
        return made

    def _allowed(self, payload: Json) -> int:
        channel = payload.get("channel") or {"id": payload["channel_id"], "type": 0}
        place = channel.get("parent_id") if channel["type"] in (10, 11, 12) else channel["id"]
        return self._state.allowed.get(int(place or 0), EVERYTHING)

    def answerable(self, interaction_id: int, token: str) -> Interaction:
        """Return an interaction that may be answered still.

        Raises:
            Refusal: It is not known, its three seconds are over, or it has been answered.
        """
        found = self._begun.get(token)
        if found is None or found.id != interaction_id:
            raise unknown("interaction")
        if found.callbacks:
            message = "Interaction has already been acknowledged."
            raise Refusal(400, ACKNOWLEDGED, message)
        if self._state.now() - found.made_at > ANSWER_WITHIN:
            raise unknown("interaction")
        return found

    def answer(self, found: Interaction, body: Json, files: Sequence[str] = ()) -> None:
        """Take the first answer to an interaction."""
        kind, given = body["type"], body.get("data") or {}
        channel_id = int(found.payload["channel_id"])
        if kind in (4, 5):
            found.message = self._state.new_message(channel_id, given, files)
            found.waiting = kind == 5
            found.message["flags"] |= _LOADING if kind == 5 else 0
            self._keep(found.message)
        elif kind in (6, 7):
            message = found.payload["message"]
            state = self._state.private.get(int(message["id"])) or self._state.message(
                channel_id, int(message["id"])
            )
            found.message = self._state.edit(state, given, files) if kind == 7 else state
        elif kind == 8:
            found.choices = given["choices"]
        elif kind == 9:
            found.modal = given | {"components": numbered(given["components"], ())}
        found.callbacks.append(kind)

    def open_for_followups(self, token: str) -> Interaction:
        """Return the interaction whose token may be used to say more.

        Raises:
            Refusal: There is none, or the token is used too late.
        """
        found = self._begun.get(token)
        if found is None or not found.callbacks:
            raise Refusal(404, UNKNOWN_WEBHOOK, "Unknown Webhook")
        if self._state.now() - found.made_at > TOKEN_LASTS:
            raise Refusal(401, BAD_TOKEN, "Invalid Webhook Token")
        return found

    def edit_answer(self, found: Interaction, body: Json, files: Sequence[str] = ()) -> Json:
        """Change the answer to an interaction; where it was put off, this is the answer."""
        if found.message is None:
            raise unknown("message")
        found.message["flags"] &= ~_LOADING
        flags = found.message["flags"] | (body.get("flags") or 0)
        self._state.edit(found.message, body | {"flags": flags}, files)
        found.waiting = False
        return found.message

    def follow_up(self, found: Interaction, body: Json, files: Sequence[str] = ()) -> Json:
        """Say one thing more to an interaction."""
        if found.waiting:
            return self.edit_answer(found, body, files)
        made = self._state.new_message(int(found.payload["channel_id"]), body, files)
        found.followups.append(made)
        self._keep(made)
        return made

    def _keep(self, message: Json) -> None:
        if message["flags"] & PRIVATE:
            self._state.private[int(message["id"])] = message
        else:
            self._state.messages[int(message["channel_id"])][int(message["id"])] = message
