"""Amounts and shares are read exactly, or not at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import InvalidInput
from bot.domain.rights import (
    CURRENCIES,
    MINOR_MAX,
    WHOLE,
    Money,
    read_money,
    read_share,
    write_money,
    write_share,
)

amounts = st.builds(Money, st.integers(0, MINOR_MAX), st.sampled_from(sorted(CURRENCIES)))


@given(amounts)
def test_what_is_written_is_read_as_the_same_amount(money: Money) -> None:
    assert read_money(write_money(money)) == money


@pytest.mark.parametrize(
    ("text", "money", "written"),
    [
        ("12,500 USD", Money(1_250_000, "USD"), "12,500 USD"),
        ("12500usd", Money(1_250_000, "USD"), "12,500 USD"),
        (" eur 99.5 ", Money(9_950, "EUR"), "99.50 EUR"),
        ("1,234,567.89 GBP", Money(123_456_789, "GBP"), "1,234,567.89 GBP"),
        ("0 USD", Money(0, "USD"), "0 USD"),
        ("000000000000000000000001 USD", Money(100, "USD"), "1 USD"),
        ("150,000 JPY", Money(150_000, "JPY"), "150,000 JPY"),
        ("1.5 KWD", Money(1_500, "KWD"), "1.500 KWD"),
        ("10,000,000,000,000 USD", Money(MINOR_MAX, "USD"), "10,000,000,000,000 USD"),
    ],
)
def test_amounts_are_read_with_their_currency(text: str, money: Money, written: str) -> None:
    assert read_money(text) == money
    assert write_money(money) == written


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "money.form"),
        ("12,500", "money.form"),
        ("$12,500", "money.form"),
        ("-5 USD", "money.form"),
        ("12,50 EUR", "money.form"),
        ("1.500,00 EUR", "money.form"),
        ("1,2345 USD", "money.form"),
        ("1 USD EUR", "money.form"),
        ("\u0661 USD", "money.form"),
        ("1e3 USD", "money.form"),
        ("5 BTC", "money.currency"),
        ("1.500 EUR", "money.decimals"),
        ("99.5 JPY", "money.decimals"),
        ("10,000,000,000,000.01 USD", "money.large"),
        ("9" * 10_000 + " USD", "money.large"),
    ],
)
def test_what_could_mean_something_else_is_not_guessed_at(text: str, what: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        read_money(text)
    assert (refused.value.what, refused.value.given) == (what, text)


@given(st.integers(1, WHOLE))
def test_what_is_written_is_read_as_the_same_share(share: int) -> None:
    assert read_share(write_share(share)) == share


@pytest.mark.parametrize(
    ("text", "share", "written"),
    [
        ("100", 10_000, "100%"),
        ("50 %", 5_000, "50%"),
        ("33.33", 3_333, "33.33%"),
        ("12.5%", 1_250, "12.5%"),
        ("0.01", 1, "0.01%"),
        ("0.1", 10, "0.1%"),
    ],
)
def test_shares_are_read_in_percent(text: str, share: int, written: str) -> None:
    assert read_share(text) == share
    assert write_share(share) == written


@pytest.mark.parametrize("text", ["", "0", "0.00", "100.01", "101", "-1", "33.333", "1/3", "half"])
def test_what_is_no_share_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput, match="share"):
        read_share(text)
