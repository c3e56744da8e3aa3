"""The table: who may use each command, button, menu and form, and what follows.

What is not here fails `test_everything_is_in_the_table`: whoever adds something says who may.
"""

from tests.authorization import heard_lines
from tests.authorization.commands import NOT_FORGOTTEN
from tests.authorization.crediting import CREDITING, CREDITING_FORMS
from tests.authorization.lines import (
    ANYONE,
    ASKS,
    CHANGES,
    EITHER,
    MANAGERS,
    RIGHTS_EDITORS,
    SCRUTINEERS,
    SHOWRUNNERS,
    SHOWS,
    WRITERS,
    Command,
    Line,
    Press,
    Sent,
    Way,
    Who,
)
from tests.authorization.looked_at_first import CUT, LOOKED_AT_FIRST

LOOK = "1:0:0:0:0"

PRESSES = {
    **LOOKED_AT_FIRST,
    **CREDITING,
    **heard_lines.PRESSES,
    "PicksMenu": Line(WRITERS, CHANGES, Press("picks:{open}", ["{open_song}"])),
    "StarsMenu": Line(WRITERS, CHANGES, Press("stars:{open}", ["{open_song}"])),
    "WhyButton": Line(WRITERS, ASKS, Press("starwhy:{open}:{open_song}")),
    "VoteButton": Line(WRITERS, SHOWS, Press("ballot:{open}")),
    "PointsMenu": Line(WRITERS, CHANGES, Press("points:{points}:{points_song}", ["3"])),
    "RankMenu": Line(WRITERS, CHANGES, Press("rank:{ranked}:2", ["{ranked_song}"])),
    "SharesMenu": Line(WRITERS, CHANGES, Press("shares:{points}", ["{points_song}"])),
    "UnrankButton": Line(WRITERS, CHANGES, Press("unrank:{ranked}:1")),
    "StartOverButton": Line(WRITERS, CHANGES, Press("rankanew:{ranked}")),
    "AbstainButton": Line(WRITERS, SHOWS, Press("abstain:{open}")),
    "AbstainNowButton": Line(WRITERS, CHANGES, Press("abstainnow:{open}:{open_mark}")),
    "EmptyNowButton": Line(WRITERS, CHANGES, Press("emptynow:{open}:{open_mark}")),
    "KeepBallotButton": Line(WRITERS, SHOWS, Press("keepballot:{open}")),
    "CalledButton": Line(WRITERS, SHOWS, Press("called:{open}:1")),
    "RecountButton": Line(SCRUTINEERS, ASKS, Press("recount:{decided}")),
    "RetryButton": Line(SHOWRUNNERS, SHOWS, Press("retry")),
    "CastButton": Line(WRITERS, SHOWS, Press("cast:{decided}")),
    "CastingButton": Line(SHOWRUNNERS, SHOWS, Press("casting:{tied}"), direct=True),
    "TiedMenu": Line(SHOWRUNNERS, SHOWS, Press("tied:{tied}", ["1"]), direct=True),
    "CastingBack": Line(SHOWRUNNERS, SHOWS, Press("castingback:{tied}-1"), direct=True),
    "SeatButton": Line(SHOWRUNNERS, CHANGES, Press("seat:{tied}-1-2"), direct=True),
    "CloseNowButton": Line(SHOWRUNNERS, CHANGES, Press("closenow:open:{open}")),
    "CancelNowButton": Line(SHOWRUNNERS, CHANGES, Press("cancelnow:{open}")),
    "LeaveRoundButton": Line(ANYONE, SHOWS, Press("leaveround:{open}")),
    "TakeBackButton": Line(SHOWRUNNERS, CHANGES, Press("takeback:{called_off}"), direct=True),
    "DecisionButton": Line(SHOWRUNNERS, CHANGES, Press("decide:2:{held}:1"), direct=True),
    "SecondButton": Line(WRITERS, CHANGES, Press("second:{proposal}")),
    "NoteButton": Line(WRITERS, ASKS, Press("tells:{proposal}")),
    "ChooseMenu": Line(WRITERS, CHANGES, Press("choose:{listed_e}", ["{open_song}"])),
    "ByHandButton": Line(WRITERS, ASKS, Press("byhand:{listed_e}")),
    "LinkMenu": Line(WRITERS, CHANGES, Press("linked:{listed_e}", ["{track}"])),
    "LinkMenu, of another service": Line(
        WRITERS, ASKS, Press("linked:{listed_e}", ["1|Song|Artist"])
    ),
    "NameButton": Line(WRITERS, ASKS, Press("nameit:{listed_e}")),
    "LonglistTurn": Line(ANYONE, SHOWS, Press("longlist:{listed_e}:" + LOOK + ":1")),
    "LookMenu": Line(ANYONE, SHOWS, Press("longlook:{listed_e}", ["{proposal}"])),
    "ToldButton": Line(ANYONE, SHOWS, Press("toldall:{proposal}")),
    "ToldTurn": Line(ANYONE, SHOWS, Press("toldturn:{proposal}:2")),
    "SortMenu": Line(ANYONE, SHOWS, Press("longsort:{listed_e}:0:0", ["1"])),
    "ShowMenu": Line(ANYONE, SHOWS, Press("longshow:{listed_e}:1", ["1:0"])),
    "ImportedButton": Line(ANYONE, SHOWS, Press("imported:{import}")),
    "TakeImportBackButton": Line(SHOWRUNNERS, SHOWS, Press("importback:{import}")),
    "TakeImportBackNowButton": Line(SHOWRUNNERS, CHANGES, Press("importbacknow:{import}")),
    "BringImportBackButton": Line(SHOWRUNNERS, CHANGES, Press("importreturn:{import_taken}")),
    "StopImportButton": Line(SHOWRUNNERS, SHOWS, Press("importstop:{import}")),
    "CharacterMenu": Line(ANYONE, SHOWS, Press("characters:0", ["{character}"])),
    "CharactersTurn": Line(ANYONE, SHOWS, Press("characterspage:0")),
    "GiveMenu": Line(WRITERS, CHANGES, Press("givesong:{character}", ["{proposal}"])),
    "EditCharacterButton": Line(SHOWRUNNERS, ASKS, Press("editcharacter:{character}")),
    "CharacterPlaylistButton": Line(
        SHOWRUNNERS, CHANGES, Press("characterplaylist:{character}:1")
    ),
    "PickMenu": Line(
        SHOWRUNNERS, CHANGES, Press("pick:{listed_e}:" + LOOK + ":0", ["{listed_spare}"])
    ),
    "MorePickMenu": Line(
        SHOWRUNNERS, CHANGES, Press("pickmore:{listed_e}:" + LOOK + ":0:1", ["{listed_spare}"])
    ),
    "PickShowMenu": Line(
        SHOWRUNNERS, SHOWS, Press("pickshow:{listed_e}:" + LOOK + ":0", ["1:0:0:quiet"])
    ),
    "PickProposerPicker": Line(
        SHOWRUNNERS, SHOWS, Press("pickwho:{listed_e}:" + LOOK + ":0", ["{newcomer}"], people=True)
    ),
    "PickSearchButton": Line(SHOWRUNNERS, ASKS, Press("picksearch:{listed_e}:" + LOOK + ":0")),
    "PickNamesButton": Line(SHOWRUNNERS, ASKS, Press("pickname:{listed_e}:" + LOOK + ":0")),
    "PickTurn": Line(SHOWRUNNERS, SHOWS, Press("pickpage:{listed_e}:" + LOOK + ":0:1")),
    "OrderMenu": Line(SHOWRUNNERS, SHOWS, Press("pickorder:{listed_e}:0", ["1:0:0:0:0"])),
    "FillButton": Line(SHOWRUNNERS, CHANGES, Press("pickfill:{listed_e}:0")),
    "CompareButton": Line(ANYONE, SHOWS, Press("compare:{listed_e}")),
    "CompareTurn": Line(ANYONE, SHOWS, Press("comparing:{listed_e}:0")),
    "PresentButton": Line(SHOWRUNNERS, SHOWS, Press("present:{listed_e}:0")),
    "PresentNowButton": Line(SHOWRUNNERS, CHANGES, Press("presentnow:{listed_e}:{listed_seen}")),
    "BackButton": Line(SHOWRUNNERS, SHOWS, Press("pickback:{listed_e}")),
    "NotesButton": Line(ANYONE, SHOWS, Press("shortlist:{listed_e}:1")),
    "NoteMenu": Line(WRITERS, ASKS, Press("tellsmenu:{listed_e}", ["{proposal}"])),
    "SlotMenu": Line(ANYONE, SHOWS, Press("boardslot:{decided_e}:0", ["{seated}"])),
    "UpButton": Line(SHOWRUNNERS, CHANGES, Press("boardup:{decided_e}:{last}:{board_seen}:1")),
    "DownButton": Line(
        SHOWRUNNERS, CHANGES, Press("boarddown:{decided_e}:{seated}:{board_seen}:0")
    ),
    "PairButton": Line(SHOWRUNNERS, ASKS, Press("boardpair:{decided_e}:{seated}")),
    "AddSongButton": Line(SHOWRUNNERS, ASKS, Press("boardadd:{decided_e}:0")),
    "LockButton": Line(SHOWRUNNERS, CHANGES, Press("boardlock:{decided_e}:{board_mark}")),
    "RemoveSongButton": Line(SHOWRUNNERS, ASKS, Press("boardremove:{decided_e}:{seated}:0")),
    "EditButton": Line(SHOWRUNNERS, ASKS, Press("boardedit:{decided_e}:{seated}:0")),
    "RightsMenu": Line(
        RIGHTS_EDITORS, ASKS, Press("boardrights:{decided_e}:{seated}:0", ["pending"])
    ),
    "SwapMenu": Line(
        SHOWRUNNERS, CHANGES, Press("boardswap:{decided_e}:{seated}:0", ["{runner_up}"])
    ),
    "ShowRoomButton": Line(SHOWRUNNERS, SHOWS, Press("boardroom:{decided_e}"), public=True),
    "RosterPicker": Line(SHOWRUNNERS, CHANGES, Press("roster:0", ["{newcomer}"], people=True)),
    "RosterTurn": Line(SHOWRUNNERS, SHOWS, Press("rosterpage:0")),
    "SwitchMenu": Line(SHOWRUNNERS, CHANGES, Press("settings:switches", ["events"])),
    "MethodMenu": Line(SHOWRUNNERS, CHANGES, Press("settings:method", ["spread"])),
    "NumbersButton": Line(SHOWRUNNERS, ASKS, Press("settings:numbers")),
    "ScrutineersPicker": Line(
        SHOWRUNNERS, CHANGES, Press("settings:scrutineers", ["{newcomer}"], people=True)
    ),
    "PublicButton": Line(SHOWRUNNERS, CHANGES, Press("playlist:public:{playlist_id}")),
    "PasteButton": Line(MANAGERS, ASKS, Press("connect:paste")),
    "OwnAppButton": Line(MANAGERS, ASKS, Press("connect:app")),
    "MoveRoom": Line(MANAGERS, SHOWS, Press("moveroom:{room}"), alone="UnfitChannel"),
    "ForgetButton": Line(ANYONE, EITHER, Press("forgetme:{room}"), but=NOT_FORGOTTEN),
}  # fmt: skip
"""By class, with a word more where one does several things."""


def _sent(who: Who, opened: Way, by: str, **typed: str) -> Line:
    assert not isinstance(opened, Sent)
    return Line(who, CHANGES, Sent(opened, by, typed))


def _draft_form(said: str, **typed: str) -> Line:
    opened = Press("votechange:{listed_e}:0:approval", said={904: said})
    return Line(SHOWRUNNERS, SHOWS, Sent(opened, "showrunner", typed))


FORMS = {
    **CREDITING_FORMS,
    **heard_lines.FORMS,
    "WhyForm": _sent(WRITERS, PRESSES["WhyButton"].way, "writer", line="Because"),
    "ScheduleForm": _draft_form(CUT, closes="in 2 days", seats="2"),
    "PlanForm": _draft_form(f"{CUT}\n{CUT}", cuts="4, 2", closes="in 2 days"),
    "NoteForm": _sent(WRITERS, PRESSES["NoteButton"].way, "writer", note="More"),
    "ChangeNoteForm": _sent(WRITERS, Press("tells:{own}"), "writer", note="More"),
    "NameForm": Line(
        WRITERS, SHOWS, Sent(Press("nameit:{listed_e}"), "writer", {"title": "Heat", "artist": "X"})
    ),
    "ByHandForm": _sent(WRITERS, PRESSES["ByHandButton"].way, "writer", title="New", artist="X"),
    "CharacterForm": _sent(
        SHOWRUNNERS,
        PRESSES["EditCharacterButton"].way,
        "showrunner",
        name="Other",
        backstory="Long",
    ),
    "EpisodeForm": _sent(
        SHOWRUNNERS, Command("episode edit", {"episode": "{listed_no}"}), "showrunner", title="New"
    ),
    "BoardForm": _sent(
        SHOWRUNNERS, PRESSES["EditButton"].way, "showrunner", beat="The end", tells=""
    ),
    "AddSongForm": _sent(
        SHOWRUNNERS, PRESSES["AddSongButton"].way, "showrunner", song="{decided_spare}", reason="x"
    ),
    "PairForm": _sent(SHOWRUNNERS, PRESSES["PairButton"].way, "showrunner", other="{last}"),
    "RemoveSongForm": _sent(SHOWRUNNERS, PRESSES["RemoveSongButton"].way, "showrunner", reason="x"),
    "SearchForm": Line(
        SHOWRUNNERS,
        SHOWS,
        Sent(Press("picksearch:{listed_e}:" + LOOK + ":0"), "showrunner", {"words": "spare"}),
    ),
    "NamesForm": _sent(
        SHOWRUNNERS, PRESSES["PickNamesButton"].way, "showrunner", names="{listed_spare}"
    ),
    "RecountForm": _sent(SCRUTINEERS, PRESSES["RecountButton"].way, "scrutineer", hash="a" * 64),
    "RightsForm": _sent(RIGHTS_EDITORS, PRESSES["RightsMenu"].way, "showrunner", note="Asked"),
    "NumbersForm": _sent(SHOWRUNNERS, PRESSES["NumbersButton"].way, "showrunner", quorum="25"),
    "PasteForm": _sent(MANAGERS, PRESSES["PasteButton"].way, "admin", address="{landed}"),
    "OwnAppForm": _sent(
        MANAGERS, PRESSES["OwnAppButton"].way, "admin", client_id="c" * 32, client_secret="5" * 32
    ),
}
