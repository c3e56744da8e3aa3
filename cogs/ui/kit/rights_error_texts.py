"""The texts of errors about money and shares that somebody typed."""

INVALID = {
    "money.form": (
        "I can't read {given} as an amount of money. Type the number and the three letters of its"
        " currency, such as `12,500 USD` or `99.50 EUR`."
    ),
    "money.currency": (
        "I don't know that currency. Type its three letters, such as `USD`, `GBP` or `EUR`. You"
        " typed: {given}"
    ),
    "money.decimals": (
        "That amount has too many digits after the dot for its currency, which takes {limit}. Write"
        " thousands with commas, such as `12,500 USD`. You typed: {given}"
    ),
    "money.large": (
        "That amount is too large for one song. Check the number, and send it again. You typed:"
        " {given}"
    ),
    "share": (
        "I can't read {given} as a share. Type a percentage above 0 and up to 100, such as `50` or"
        " `33.33`."
    ),
}
