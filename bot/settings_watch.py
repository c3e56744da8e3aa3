"""The settings of whoever watches over the bot, read as people write them."""

import ipaddress
import re

from bot.settings_given import NotUsable

FORMATS = ("plain", "json")


def port(text: str) -> int:
    """Return a port."""
    if not re.fullmatch("[0-9]{1,5}", text) or not 1 <= int(text) <= 65535:
        raise NotUsable("it is no port from 1 to 65535")
    return int(text)


def host(text: str) -> str:
    """Return the address of this machine on which to answer."""
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        raise NotUsable("it is no address such as 127.0.0.1 or 0.0.0.0") from None


def log_format(text: str) -> str:
    """Return the form of the log."""
    if text.lower() not in FORMATS:
        raise NotUsable
    return text.lower()


def sentry_dsn(text: str) -> str:
    """Return the address to which errors are reported."""
    if not re.fullmatch(r"https?://[^\s/@]+@[^\s/]+/\S+", text):
        raise NotUsable("it is no DSN")
    return text
