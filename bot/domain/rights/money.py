"""Exact amounts of money: whole minor units of an ISO 4217 currency, never floats."""

import re

from msgspec import Struct

from bot.domain.errors import InvalidInput

_CENTS = """
AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF
CHF CNY COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL
HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP
MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD
SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS
VED VES WST XCD XCG YER ZAR ZMW ZWG
"""
_WHOLE = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF"
_THOUSANDTHS = "BHD IQD JOD KWD LYD OMR TND"

CURRENCIES = (
    dict.fromkeys(_CENTS.split(), 2)
    | dict.fromkeys(_WHOLE.split(), 0)
    | dict.fromkeys(_THOUSANDTHS.split(), 3)
)
"""How many decimals the amounts of each currency have, by its ISO 4217 code."""

MINOR_MAX = 10**15
"""The most minor units of one amount: a database and a spreadsheet hold it exactly."""

_NUMBER = r"(?P<units>[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.(?P<decimals>[0-9]+))?"
_BARE = re.compile(_NUMBER)
_BEHIND = re.compile(rf"{_NUMBER}\s*(?P<code>[A-Za-z]{{3}})")
_IN_FRONT = re.compile(rf"(?P<code>[A-Za-z]{{3}})\s*{_NUMBER}")


class Money(Struct, frozen=True):
    """An amount in minor units (cents, for dollars) of a currency of `CURRENCIES`."""

    minor: int
    currency: str


def read_money(text: str, currency_known: str | None = None) -> Money:
    """Return the amount that somebody typed, such as `12,500 USD` or `EUR 99.50`.

    A number alone is in the currency that is known, if one is given; else it is no amount.

    Commas stand before groups of three digits and a dot before the decimals. What is written
    otherwise is not guessed at: `1.500 EUR` means one thing here and another in Berlin.

    Raises:
        InvalidInput: It is no amount (`money.form`), its currency is not known (`money.currency`),
            it has too many decimals (`money.decimals`), or it is too large (`money.large`).
    """
    typed = text.strip()
    if currency_known and _BARE.fullmatch(typed):
        typed = f"{typed} {currency_known}"
    found = _BEHIND.fullmatch(typed) or _IN_FRONT.fullmatch(typed)
    if found is None:
        raise InvalidInput("money.form", text)
    currency, decimals = found["code"].upper(), found["decimals"] or ""
    places = CURRENCIES.get(currency)
    if places is None:
        raise InvalidInput("money.currency", text)
    if len(decimals) > places:
        raise InvalidInput("money.decimals", text, {"limit": places})
    digits = found["units"].replace(",", "") + decimals.ljust(places, "0")
    # The length comes first: reading millions of digits would take a while.
    if len(digits.lstrip("0")) > len(str(MINOR_MAX)) or int(digits) > MINOR_MAX:
        raise InvalidInput("money.large", text)
    return Money(int(digits), currency)


def write_money(money: Money) -> str:
    """Return an amount as `read_money` reads it: `12,500 USD`, `99.50 EUR`."""
    places = CURRENCIES[money.currency]
    units, rest = divmod(money.minor, 10**places)
    decimals = f".{rest:0{places}}" if rest else ""
    return f"{units:,}{decimals} {money.currency}"
