"""The texts of errors about what somebody typed on rights: holders, money, shares."""

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
    "credits.year": (
        "I can't read {given} as a year. Type its four digits, such as `1971`, and send it again."
    ),
    "holder.empty": "A name is missing. Say who holds the rights, and send it again.",
    "rights.name_long": (
        "That name is too long: shorten it to {limit} characters. You typed: {given}"
    ),
    "rights.contact_long": (
        "That contact is too long: shorten it to {limit} characters. You typed: {given}"
    ),
    "rights.note_long": (
        "That note is too long: shorten it to {limit} characters. You typed: {given}"
    ),
    "rights.overtaken": (
        "Somebody else has just updated this holder, so nothing was saved. Look at what they wrote,"
        " then try again. You typed: {given}"
    ),
    "terms.long": "That is too long: shorten it to {limit} characters. You typed: {given}",
    "terms.seconds": (
        "I can't read {given} as the length of a use. Type seconds, such as `45`, or minutes and"
        " seconds, such as `1:05`; up to four hours."
    ),
    "terms.overtaken": (
        "Somebody else has just changed the same terms, so nothing was saved. Look at what they"
        " wrote with `/rights terms`, then try again. You typed: {given}"
    ),
    "share": (
        "I can't read {given} as a share. Type a percentage above 0 and up to 100, such as `50` or"
        " `33.33`."
    ),
}
