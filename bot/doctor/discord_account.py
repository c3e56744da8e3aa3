"""Checks of the bot's account at Discord: token, application, servers."""

import re
from collections.abc import AsyncIterator

from bot.doctor.findings import Finding, ok, unchecked, wrong
from bot.doctor.web import Answer, NoAnswer, Untrusted, ask, objects
from bot.installation import TO_TRUST

DISCORD = "https://discord.com/api/v10"
"""The address of Discord's API, where no proxy is in between."""
_TOKEN = re.compile(r"[\w.-]+", re.ASCII)
_PORTAL = "https://discord.com/developers/applications"
_PRIVILEGED = {
    "Presence": 1 << 12 | 1 << 13,
    "Server Members": 1 << 14 | 1 << 15,
    "Message Content": 1 << 18 | 1 << 19,
}
"""The two flags of each privileged intent: for verified applications, and for others."""
_PAGE = 200
_PAGES = 25
"""Five thousand servers are enough to know that there are some."""


class CannotAsk(Exception):
    """Discord could not be asked.

    Attributes:
        why: Words that can follow "since".
        to_do: What to do about it; empty if another check says so.
        wrong: Whether this is a fault in itself.
    """

    def __init__(self, why: str, to_do: str = "", *, wrong: bool = False) -> None:
        super().__init__(why)
        self.why, self.to_do, self.wrong = why, to_do, wrong


class DiscordApi:
    """Discord's REST API, called as the bot. Its `repr` shows no token.

    Args:
        address: Without a trailing slash.
        token: The bot's; may be empty or wrong.
    """

    def __init__(self, address: str, token: str) -> None:
        self._address = address
        self._token = token

    def __repr__(self) -> str:
        return f"<DiscordApi at {self._address}>"

    async def get(self, path: str) -> Answer:
        """Return Discord's answer.

        Raises:
            CannotAsk: There is no plausible token or no answer, or Discord has an outage.
        """
        if not self._token:
            raise CannotAsk("there is no usable token")
        if not _TOKEN.fullmatch(self._token):
            raise CannotAsk(
                "the token has characters that no token has", "Copy it again", wrong=True
            )
        try:
            headers = {"Authorization": f"Bot {self._token}"}
            answer = await ask("GET", f"{self._address}{path}", headers)
        except Untrusted:
            raise CannotAsk("Discord cannot be trusted", TO_TRUST, wrong=True) from None
        except NoAnswer:
            raise CannotAsk("Discord cannot be reached", self._to_reach(), wrong=True) from None
        if answer.status == 429:
            raise CannotAsk("Discord is limiting requests", "Try again in a minute")
        if answer.status >= 500:
            raise CannotAsk("Discord is having trouble", "Try again later")
        return answer

    def _to_reach(self) -> str:
        if self._address == DISCORD:
            return "Check that this machine can reach discord.com"
        return f"Check that the proxy at {self._address}, which DISCORD_API_BASE names, is running"


async def account(discord: DiscordApi) -> AsyncIterator[Finding]:
    """Check the token and the application."""
    try:
        me = await discord.get("/users/@me")
        if me.status == 401:
            yield wrong(
                "Discord: does not accept the token",
                f"Get a new one at {_PORTAL}, your application, Bot, Reset Token",
            )
            return
        yield ok(f"Discord: the token is good, the bot is called {me.get('username')}")
        for finding in _application(await discord.get("/applications/@me")):
            yield finding
    except CannotAsk as fault:
        if fault.wrong:
            yield wrong(f"Discord: {fault.why.removeprefix('Discord ')}", fault.to_do)
        else:
            yield unchecked(f"Discord: not checked, since {fault.why}", fault.to_do)


def _application(answer: Answer) -> list[Finding]:
    found = []
    flags = answer.get("flags")
    enabled = flags if isinstance(flags, int) else 0
    names = [name for name, bits in _PRIVILEGED.items() if enabled & bits]
    if names:
        what = f"Discord: privileged intents are on that the bot does not need ({', '.join(names)})"
        found.append(ok(what, f"You can switch them off at {_PORTAL}, Bot"))
    else:
        found.append(ok("Discord: no privileged intents are on, and none are needed"))
    if answer.get("bot_require_code_grant"):
        what = "Discord: 'Requires OAuth2 Code Grant' is on, so the bot cannot be invited"
        found.append(wrong(what, f"Switch it off at {_PORTAL}, Bot"))
    if answer.get("interactions_endpoint_url"):
        what = "Discord: an Interactions Endpoint URL is set, so commands do not reach the bot"
        found.append(wrong(what, f"Empty that field at {_PORTAL}, General Information"))
    return found


async def servers(discord: DiscordApi) -> AsyncIterator[Finding]:
    """Report how many servers the bot is in."""
    try:
        count, after = 0, "0"
        for _ in range(_PAGES):
            answer = await discord.get(f"/users/@me/guilds?limit={_PAGE}&after={after}")
            page = objects(answer.body)
            count += len(page)
            if len(page) < _PAGE:
                break
            after = str(page[-1].get("id"))
    except CannotAsk as fault:
        yield unchecked(f"servers: not checked, since {fault.why}")
        return
    if answer.status != 200:
        yield unchecked("servers: not checked, since Discord doesn't say", "See the line above")
    elif count == 0:
        yield wrong("servers: the bot is in none", "Invite it; the README has the address")
    else:
        yield ok(f"servers: the bot is in {count}")
