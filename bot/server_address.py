"""The address of a PostgreSQL database: read strictly, and shown without its password."""

import re
from collections.abc import Mapping
from urllib.parse import parse_qs, quote, unquote, urlencode, urlsplit

from bot.domain.structs import SecretStruct

SCHEMES = ("postgresql://", "postgres://")
OPTIONS = frozenset(
    {
        "dbname",
        "host",
        "passfile",
        "password",
        "port",
        "sslcert",
        "sslcrl",
        "sslkey",
        "sslmode",
        "sslrootcert",
        "target_session_attrs",
        "user",
    }
)
"""What may follow the question mark: what the driver and `pg_dump` both know."""
WRITABLE = frozenset({"any", "primary", "read-write"})
"""The sessions that the bot can use, as `target_session_attrs` names them."""
SSL_MODES = frozenset({"allow", "disable", "prefer", "require", "verify-ca", "verify-full"})
_LEFT_OUT = (
    "application_name",
    "channel_binding",
    "connect_timeout",
    "connection_limit",
    "fallback_application_name",
    "gssencmode",
    "keepalives",
    "keepalives_idle",
    "load_balance_hosts",
    "options",
    "pgbouncer",
    "pool_timeout",
    "require_auth",
    "schema",
    "sslcompression",
    "sslnegotiation",
    "sslpassword",
    "sslsni",
)
"""Options of other programs, which some servers' owners hand out; safe to repeat."""

_NO_FORM = (
    "it is not written as an address is (in a password, write %40 for @, %3A for :, %2F for /,"
    " %3F for ?, %23 for # and %25 for %)"
)
_HOST = re.compile(r"(\[[0-9A-Fa-f:.%]+\]|[A-Za-z0-9._%-]+)(:[0-9]{1,5})?")
_HOSTS = re.compile(f"({_HOST.pattern}(,{_HOST.pattern})*)?")


class NotAnAddress(ValueError):
    """A text is no usable address; the reason never repeats any of it but an option's name."""


class ServerAddress(SecretStruct, frozen=True):
    """The address of a database on a server. Its `repr` shows nothing.

    Attributes:
        url: The whole address, with its password.
        shown: The same without a password.
        password: Empty if the address has none; the driver then looks elsewhere.
        database: The database's name.
    """

    url: str
    shown: str
    password: str
    database: str


def is_server(url: str) -> bool:
    """Return whether an address is one of PostgreSQL's, whether it can be used or not."""
    return url.lower().startswith(SCHEMES)


def parse(text: str) -> ServerAddress:
    """Return what an address says.

    Raises:
        NotAnAddress: It cannot be used. The reason can follow "since".
    """
    if not is_server(text):
        raise NotAnAddress("it is no server's")
    if re.search(r"[\s\x00-\x1f]", text):
        raise NotAnAddress("it has a space in it")
    try:
        parts = urlsplit(text)
        options = _options(parts.query)
    except NotAnAddress:
        raise
    except ValueError:
        raise NotAnAddress(_NO_FORM) from None
    login, _, hosts = parts.netloc.rpartition("@")
    path = parts.path.removeprefix("/")
    # Each is where a password ends up that has such a character.
    if "@" in login + path or "/" in path or parts.fragment or not _sound(hosts):
        raise NotAnAddress(_NO_FORM)
    database = unquote(path) or options.get("dbname", "")
    if not database:
        raise NotAnAddress("it names no database behind the last slash")
    user, _, written = login.partition(":")
    password = unquote(written) or options.pop("password", "")
    options.pop("password", None)
    login = quote(unquote(user), safe="")
    whole = f"{login}:{quote(password, safe='')}" if password else login
    return ServerAddress(
        _written(whole, hosts, path, options),
        _written(login, hosts, path, options),
        password,
        database,
    )


def _options(query: str) -> dict[str, str]:
    """Return what follows the question mark; raises ValueError."""
    # A plus is a plus in these addresses, unlike in those of the web.
    query = query.replace("+", "%2B")
    given = parse_qs(query, keep_blank_values=True, strict_parsing=True) if query else {}
    for name in sorted(given.keys() - OPTIONS):
        if name in _LEFT_OUT:
            raise NotAnAddress(f"Needle Drop has no use for its option {name}; take that out")
        if name == "ssl":
            raise NotAnAddress("ssl is another program's option; write sslmode=require")
        raise NotAnAddress(_NO_FORM)
    options = {name: values[-1] for name, values in given.items()}
    if options.get("sslmode", "prefer") not in SSL_MODES:
        raise NotAnAddress(f"its sslmode is none of {', '.join(sorted(SSL_MODES))}")
    if options.get("target_session_attrs", "any") not in WRITABLE:
        named = ", ".join(sorted(WRITABLE))
        raise NotAnAddress(f"the bot has to write, and its target_session_attrs is none of {named}")
    if options.get("sslrootcert") == "system":
        raise NotAnAddress(
            "its sslrootcert has to be a file, such as /etc/ssl/certs/ca-certificates.crt on Debian"
            " and Ubuntu"
        )
    if not all(map(_is_port, options.get("port", "5432").split(","))):
        raise NotAnAddress("its port is none")
    return options


def _sound(hosts: str) -> bool:
    """Return whether hosts, with commas between them, are each a name or an IP, and a port."""
    ports = [port for _, port in _HOST.findall(hosts) if port]
    return _HOSTS.fullmatch(hosts) is not None and all(_is_port(port[1:]) for port in ports)


def _is_port(text: str) -> bool:
    return text.isascii() and text.isdigit() and 0 < int(text) < 65536


def _written(login: str, hosts: str, path: str, options: Mapping[str, str]) -> str:
    netloc = f"{login}@{hosts}" if login else hosts
    query = f"?{urlencode(options, safe='/:,', quote_via=quote)}" if options else ""
    return f"{SCHEMES[0]}{netloc}/{path}{query}"
