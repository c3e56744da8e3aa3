"""Discord's scheduled events, which the bot creates, changes, starts, ends and deletes."""

from tests.wire.call import Call
from tests.wire.shapes import BOT, GUILD, Json, bot_account
from tests.wire.state import DiscordState, Refusal, unknown

_INVALID = 50035
_EXTERNAL = 3
_NEXT_STATES = {1: {1, 2, 4}, 2: {2, 3}}
"""The states that may follow, by the state an event is in."""


class ScheduledEvents:
    """Answers requests about the server's events."""

    def __init__(self, state: DiscordState) -> None:
        self._state = state

    def make(self, call: Call) -> Json:
        """Create an event."""
        body, state = call.body, self._state
        _in_future(body, state.stamp())
        made = {
            "id": str(state.new_id()),
            "guild_id": str(GUILD),
            "creator_id": str(BOT),
            "creator": bot_account(),
            "channel_id": None,
            "description": None,
            "status": 1,
            "entity_id": None,
            "user_count": 0,
            "image": None,
            **body,
        }
        if made["entity_type"] == _EXTERNAL and not (
            made.get("scheduled_end_time") and made.get("entity_metadata", {}).get("location")
        ):
            raise Refusal(400, _INVALID, "Invalid Form Body")
        state.events[int(made["id"])] = made
        return made

    def get(self, call: Call) -> Json:
        """Return an event."""
        found = self._state.events.get(call.number("guild_scheduled_event_id"))
        if found is None:
            raise unknown("event")
        return found

    def edit(self, call: Call) -> Json:
        """Change an event, or start or end it."""
        found = self.get(call)
        status = call.body.get("status")
        if status is not None and status not in _NEXT_STATES.get(found["status"], set()):
            raise Refusal(400, _INVALID, "Invalid Form Body")
        if found["status"] == 1 and status is None:
            _in_future(call.body, self._state.stamp())
        found.update(call.body)
        return found

    def delete(self, call: Call) -> None:
        """Delete an event."""
        del self._state.events[int(self.get(call)["id"])]


def _in_future(body: Json, now: str) -> None:
    begins = body.get("scheduled_start_time")
    if begins is not None and begins <= now:
        raise Refusal(400, _INVALID, "Cannot schedule event in the past.")
