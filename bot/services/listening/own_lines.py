"""What somebody has written about the songs of an episode, and whether they still may."""

from collections.abc import Mapping

from msgspec import Struct

from bot.domain.listening import Card, Line, Listening
from bot.domain.model import Episode, Note, Person, Proposal, ProposalId, RoundState
from bot.services.listening.sessions import live_vote
from bot.services.ports.listening_view import OwnLine
from bot.services.ports.unit_of_work import UnitOfWork


class OwnLines(Struct, frozen=True):
    """Somebody's lines about the songs of an episode.

    `waiting` are those that wait to be shown, `shown` the songs whose lines were shown in any
    session. `session` is the one under way, with its `cards`. `voting` says whether a vote is under
    way, `over` whether one has closed and nothing followed, no session either.
    """

    person: Person
    waiting: Mapping[ProposalId, Line]
    shown: frozenset[ProposalId]
    session: Listening | None
    cards: Mapping[ProposalId, Card]
    voting: bool
    over: bool

    def about(self, song: Proposal) -> OwnLine | None:
        """Return the line about a song; None once the vote has closed, unless it waits."""
        line = self.waiting.get(song.id)
        if line is not None:
            # It waits, even if an earlier session has shown what others wrote about the song.
            open_ = not (self.voting or self.over)
            return OwnLine(song, line.text, named=line.named, open=open_)
        if self.over:
            return None
        note = note_by(self.person, song)
        if note is not None:
            return OwnLine(song, note.text, shown=True, named=note.named)
        named = self.session is not None and self.session.named
        return OwnLine(song, shown=self._is_shown(song), named=named, open=not self.voting)

    def _is_shown(self, song: Proposal) -> bool:
        """Return whether a song's lines are shown: in the session under way, if it has the song."""
        card = self.cards.get(song.id)
        return song.id in self.shown if card is None else card.shown


async def own_lines(read: UnitOfWork, person: Person, episode: Episode) -> OwnLines:
    """Return somebody's lines about the songs of an episode; as many reads for one as for all."""
    session = await read.listening.under_way(episode.id)
    cards = await read.listening.cards(session.id) if session is not None else ()
    round_ = await live_vote(read, episode)
    over = round_ is None and await read.listening.voted_after_sessions(episode.id)
    return OwnLines(
        person,
        await read.listening.lines_by(episode.id, person.user_id),
        await read.listening.songs_shown(episode.id),
        session,
        {one.proposal_id: one for one in cards if one.proposal_id is not None},
        voting=round_ is not None and round_.state is not RoundState.SCHEDULED,
        over=over,
    )


def note_by(person: Person, song: Proposal) -> Note | None:
    """Return the line of somebody's that is among what a song tells us."""
    own = (one for one in song.notes if one.drawn and one.user_id == person.user_id)
    return next(own, None)
