"""What is said of the rights to songs to those who clear them: sides, holders, shares, steps."""

from collections.abc import Iterable, Mapping, Sequence

from bot.domain.board import Clearance
from bot.domain.model import EpisodeId
from bot.domain.rights import (
    Holder,
    HolderCost,
    HolderId,
    Side,
    SideRights,
    SongRights,
    Stage,
    holder_costs,
    stage_elsewhere,
    write_money,
    write_share,
)
from bot.domain.rights.words import SIDES, STAGES, STATUS, TRADE_NAMES, for_episodes
from bot.services.ports.repositories.rights import StoredStep
from cogs.ui.kit import texts
from cogs.ui.kit.song_lists import Measure


def name_of(holder: Holder, limit: int = 100) -> str:
    """Return a holder's name in bold."""
    return f"**{texts.safe(holder.name, limit, links=False) or texts.BLANK}**"


STEPS = "### Steps, the latest first"


def seen(rights: SongRights, episode_id: int) -> SongRights:
    """Return the rights to a song as seen from an episode; 0 for none. For reading alone."""
    return rights.seen_from(EpisodeId(episode_id)) if episode_id else rights


def status(rights: SongRights, episode_id: int) -> str:
    """Return what the rights to a song come to, as seen from an episode; 0 for none."""
    rights = seen(rights, episode_id)
    numbers = [texts.episode_number(one) for one in rights.elsewhere]
    return f"{STATUS[rights.clearance].lower()}{for_episodes(numbers)}"


def status_line(rights: SongRights, episode_id: int) -> str:
    """Return what the rights to a song come to, and where that is said of it as a whole."""
    said = f"Rights: **{status(rights, episode_id)}**"
    if seen(rights, episode_id).by_holders:
        return said
    below = ", whatever its holders said before" if rights.holders else ""
    return f"{said}, which was said about the whole song with `/board clearance`{below}"


def one_stop_line(rights: SongRights, measure: Measure) -> str:
    """Return who holds both sides; empty if nobody does."""
    names = [f"**{texts.safe(one, measure.title, links=False)}**" for one in rights.one_stops]
    if not names:
        return ""
    hold = "holds" if len(names) == 1 else "hold"
    return f"One-stop: {texts.listed(names)} {hold} both sides."


def side_head(side: SideRights) -> str:
    """Return the heading of a side, with what it comes to and what its shares lack."""
    head = f"### {TRADE_NAMES[side.side]}: {STATUS[side.clearance].lower()}"
    numbers = [texts.episode_number(one.number) for one in side.elsewhere]
    only = f"Cleared{for_episodes(numbers)} only." if numbers else ""
    return "\n".join(filter(None, (head, only, shares_line(side))))


def shares_line(side: SideRights) -> str:
    """Return what the shares of a side come to."""
    if not side.holders:
        return "No holders on file." + (" You said there are no others." if side.said_whole else "")
    if side.said_whole:
        return "These are all its holders, as one of you said."
    if side.missing is None and side.whole:
        return "No shares on file; these count as all its holders."
    if side.missing is None:
        return "No shares on file, so others may hold some of it."
    return _sum(side, side.missing)


def _sum(side: SideRights, missing: int) -> str:
    if missing < 0:
        return f"The shares are {write_share(-missing)} too many: {write_share(side.known)} in all."
    if missing:
        known, lacking = write_share(side.known), write_share(missing)
        return f"Shares on file: {known}. **{lacking} is missing.**"
    some = "" if side.whole else ", but not every holder has one"
    return f"The shares add up to 100%{some}."


def costs_by_holder(rights: SongRights) -> dict[HolderId, HolderCost]:
    """Return what each holder costs who quoted, by their id."""
    return {cost.holder.id: cost for cost in holder_costs(rights)}


def stage_facts(holder: Holder, now: float, cost: HolderCost | None = None) -> list[str]:
    """Return how far asking a holder has come: stage, fee, favor, date; `now` is UTC seconds."""
    numbers = [texts.episode_number(one) for one in stage_elsewhere(holder)]
    facts = [f"{STAGES[holder.stage]}{for_episodes(numbers)}"]
    if holder.fee is not None:
        facts.append(write_money(holder.fee))
    if holder.most_favored:
        raised = cost.fee if cost is not None and cost.raised else None
        due = f", which makes it {write_money(raised)}" if raised is not None else ""
        facts.append(f"most favored nations{due}")
    if holder.waits and holder.answer_by is not None:
        verb = "is" if holder.answer_by > now else "was"
        facts.append(f"an answer {verb} wanted by {moment(holder.answer_by)}")
    return facts


def holder_line(
    place: int,
    holder: Holder,
    note: str,
    measure: Measure,
    now: float,
    cost: HolderCost | None = None,
) -> str:
    """Return a holder in a list, with the note of their latest step on the next line."""
    share = "" if holder.share is None else write_share(holder.share)
    facts = (name_of(holder, measure.title), share, *stage_facts(holder, now, cost))
    line = f"{place}\\. {' · '.join(fact for fact in facts if fact)}"
    said = texts.safe(note, measure.note) if measure.note else ""
    return f"{line}\n{said}" if said else line


def side_summary(side: SideRights) -> str:
    """Return one side in a few words: `recording: quoted`, `song: 2 of 3 cleared, 25% missing`."""
    name, holders = SIDES[side.side].lower(), side.holders
    if not holders:
        return f"{name}: nobody on file"
    refused = sum(one.stage is Stage.REFUSED for one in holders)
    cleared = sum(one.stage is Stage.CLEARED for one in holders)
    if len(holders) == 1:
        said = STAGES[holders[0].stage]
    elif refused:
        said = f"{refused} of {len(holders)} refused"
    else:
        said = f"{cleared} of {len(holders)} cleared"
    lacking = side.missing if not side.said_whole and (side.missing or 0) > 0 else None
    return f"{name}: {said}" + (f", {write_share(lacking)} missing" if lacking else "")


def step_lines(
    steps: Sequence[StoredStep], most: int, names: Mapping[HolderId, str], measure: Measure
) -> list[str]:
    """Return the latest steps, the latest first; `steps` are all there are, the earliest first."""
    first: dict[HolderId | None, int] = {}
    for step in steps:
        first.setdefault(step.holder_id, step.id)
    shown = reversed(steps[-min(most, measure.steps) :])
    return [
        _step_line(step, names, measure, begins=first[step.holder_id] == step.id) for step in shown
    ]


def _step_line(
    step: StoredStep, names: Mapping[HolderId, str], measure: Measure, *, begins: bool
) -> str:
    """Return a step: when it was taken, who took it, what it was, for which episode, its note."""
    what = _what(step, names, begins=begins)
    facts = [f"<t:{step.at}:D>", texts.person(step.user_id), what]
    if step.number:
        facts.append(f"for episode {texts.episode_number(step.number)}")
    line = f"- {' · '.join(facts)}"
    note = texts.safe(step.note, measure.note) if measure.note else ""
    return f"{line}: {note}" if note else line


def _what(step: StoredStep, names: Mapping[HolderId, str], *, begins: bool) -> str:
    match step.status:
        case Stage():
            fee = f" {write_money(step.fee)}" if step.fee is not None else ""
            added = begins and step.status is Stage.TO_ASK
            stage = "added" if added else STAGES[step.status]
            by = f", answer by <t:{step.answer_by}:D>" if step.answer_by else ""
            return f"{names.get(step.holder_id or HolderId(0), '')} {stage}{fee}{by}".strip()
        case Clearance():
            return f"the whole song: {STATUS[step.status].lower()}"
        case _:
            side = SIDES[step.side or Side.SONG].lower()
            others = "no other holders" if step.status else "maybe other holders"
            return f"the {side} has {others}"


def latest_notes(steps: Iterable[StoredStep]) -> dict[HolderId, str]:
    """Return the latest note about each holder, by their id."""
    return {one.holder_id: one.note for one in steps if one.holder_id is not None and one.note}


def moment(at: int) -> str:
    """Return a date (UTC seconds) in each reader's own zone, absolute and relative."""
    return f"<t:{at}:D> (<t:{at}:R>)"
