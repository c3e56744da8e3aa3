"""The texts of errors about ballots, pins and vetoes, by the rule that one broke."""

BALLOT = {
    "too_many_picks": "This vote takes at most {limit}. Remove some picks first.",
    "too_many_stars": "You can star at most {limit} of your picks. Remove a star first.",
    "too_many_points": (
        "You have {limit} points in all. Take some from another song first; press Vote"
        " to see your ballot."
    ),
    "too_many_on_song": "A song can get at most {limit} points. Choose fewer.",
    "negative_points": "Points begin at 0. Press Vote again for a fresh ballot.",
    "unknown_song": "That song is not in this vote. Press Vote again for a fresh ballot.",
    "own_song": "You can't vote for a song you proposed yourself. Choose others.",
    "star_not_picked": "Only songs you picked can be starred. Pick the song first.",
    "not_offered": "That is not on this ballot. Press Vote again for a fresh one.",
    "repeated": "A song was named twice. Press Vote again for a fresh ballot.",
    "unsure": "That would empty your ballot. Press Vote again, and confirm it there.",
    "stale": (
        "Your ballot was changed on another screen, so this press changed nothing. Here is"
        " your ballot now."
    ),
    "cast_formerly": (
        "You voted here before you had your name removed. That ballot still counts, without your"
        " name, so you can't vote a second time. You can take part in the next vote."
    ),
    "no_star": (
        "Your line wasn't saved, because the song no longer has a star on your ballot. Press Vote"
        " to star it again, then send the line once more."
    ),
    "line_too_long": "That line is too long: {limit} characters at most. Shorten it, please.",
    "wrong_method": "This vote now works another way. Press Vote again for a fresh ballot.",
}
"""By the rule; see `bot.domain.errors.InvalidBallot`."""

RULING = {
    "too_many_pins": (
        "All {limit} seats are pinned. Take a pin back first: `/round pin` with `undo`."
    ),
    "pinned": ("{title} is already pinned. To undo that, use `/round pin` with `undo`."),
    "vetoed": ("{title} is already vetoed. To undo that, use `/round veto` with `undo`."),
    "not_pinned": (
        "{title} is not pinned, so there is nothing to undo. The list while you type says which"
        " songs are."
    ),
    "not_vetoed": (
        "{title} is not vetoed, so there is nothing to undo. The list while you type says which"
        " songs are."
    ),
    "no_reason": "A veto needs a reason, which everybody sees. Fill in `reason` and send it again.",
}
"""By the rule; see `bot.domain.errors.InvalidRuling`."""
