"""Lines of the table: what is looked at before it is done, and what can be taken back."""

from tests.authorization.lines import (
    ANYONE,
    ASKS,
    CHANGES,
    PROPOSER_OR_SHOWRUNNER,
    SHOWRUNNERS,
    SHOWS,
    WRITERS,
    Line,
    Press,
)

CUT = "4 songs for 2 seats; closes <t:4102444800:F> (<t:4102444800:R>)"
"""What the preview of a vote says of it."""

LOOKED_AT_FIRST = {
    "ScheduleButton": Line(
        SHOWRUNNERS,
        CHANGES,
        Press("voteschedule:{listed_e}:{listed_seen}:0:approval", said={904: CUT}),
    ),
    "ChangeButton": Line(
        SHOWRUNNERS, ASKS, Press("votechange:{listed_e}:0:approval", said={904: CUT})
    ),
    "MeantButton": Line(SHOWRUNNERS, CHANGES, Press("forvote:pause:{open}")),
    "MeantButton, of what anybody may": Line(ANYONE, SHOWS, Press("forvote:status:{open}")),
    "TakeOffDeniedButton": Line(
        SHOWRUNNERS, CHANGES, Press("votedenied:{listed_e}:0:approval", said={904: CUT})
    ),
    "PutDeniedBackButton": Line(
        SHOWRUNNERS,
        CHANGES,
        Press("voteback:{listed_e}:1:{listed_seen}:0:approval", said={904: CUT}),
    ),
    "DropButton": Line(ANYONE, SHOWS, Press("votedrop")),
    "SecondingButton": Line(WRITERS, CHANGES, Press("seconding:{proposal}:1")),
    "TakeNoteBackButton": Line(WRITERS, CHANGES, Press("unsay:{own}:{own_note}")),
    "AskWithdrawButton": Line(PROPOSER_OR_SHOWRUNNER, SHOWS, Press("withdrawing:{own}")),
    "WithdrawButton": Line(PROPOSER_OR_SHOWRUNNER, CHANGES, Press("withdraw:{own}")),
    "KeepButton": Line(ANYONE, SHOWS, Press("keepsong:{own}")),
    "BringBackButton": Line(PROPOSER_OR_SHOWRUNNER, CHANGES, Press("bringback:{gone}")),
}
"""By class, with a word more where one does several things."""
