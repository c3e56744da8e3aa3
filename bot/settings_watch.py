"""The settings of whoever watches over the bot, read as people write them."""

import ipaddress
import re

from bot.settings_given import NotUsable, web_address

REMEDIES = {
    "LOG_LEVEL": "Write DEBUG, INFO, WARNING or ERROR",
    "LOG_FORMAT": "Write plain, for people, or json, for machines",
    "METRICS_PORT": (
        "Write the port on which health and metrics are told, such as 9464, or leave it empty"
    ),
    "METRICS_HOST": (
        "Leave it empty, and only this machine is told; or write the address of this machine on"
        " which others may ask, such as 0.0.0.0 in a container"
    ),
    "SENTRY_DSN": "Copy it from your project's settings at Sentry, or leave it empty",
}
"""What to do about each if it is wrong."""

LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
FORMATS = ("plain", "json")


def port(text: str) -> int:
    """Return a port."""
    if not re.fullmatch("[0-9]{1,5}", text) or not 1 <= int(text) <= 65535:
        raise NotUsable("it isn't a number from 1 to 65535")
    return int(text)


def host(text: str) -> str:
    """Return the address of this machine on which to answer."""
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        raise NotUsable("it isn't an address like 127.0.0.1 or 0.0.0.0") from None


def log_level(text: str) -> str:
    """Return from which level on the bot logs."""
    level = {"WARN": "WARNING"}.get(text.upper(), text.upper())
    if level not in LEVELS:
        raise NotUsable
    return level


def log_format(text: str) -> str:
    """Return the form of the log."""
    if text.lower() not in FORMATS:
        raise NotUsable
    return text.lower()


def sentry_dsn(text: str) -> str:
    """Return the address to which errors are reported."""
    parts = web_address(text)
    if not parts or not parts.username or not re.search(r"/[0-9]+$", parts.path):
        raise NotUsable("it isn't a DSN")
    return text
