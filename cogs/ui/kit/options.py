"""What is meant by the words typed into the options of a command."""

from collections.abc import Sequence

from bot.domain.errors import NotFound
from bot.domain.model import Episode, Proposal, ProposalId, RoundId, Song, SongId, read_id
from cogs.ui.kit.context import Context


async def episode_or_none(at: Context, number: str | None) -> Episode | None:
    """Return the episode of that number; without one, the current episode, if there is any."""
    if number:
        return await at.episode(number)
    try:
        return await at.episode(None)
    except NotFound:
        return None


async def proposal(at: Context, words: str) -> Proposal:
    """Return the proposal that a choice of autocomplete, or a title typed out, means.

    Raises:
        NotFound: None is meant, or more than one.
    """
    if proposal_id := read_id(words):
        try:
            return await at.services.proposals.get(at.room, ProposalId(proposal_id))
        except NotFound:
            pass  # a title may be a number, too
    episode = await at.episode(None)
    found = await at.services.proposals.find(at.room, episode, words)
    exact = [one for one in found if one.song.title.casefold() == words.casefold()]
    if len(exact or found) != 1:
        raise NotFound("song", words)
    return (exact or found)[0]


async def candidate(at: Context, round_id: RoundId, words: str) -> SongId:
    """Return the candidate that a choice of autocomplete, or a title typed out, means.

    Raises:
        NotFound: None is meant, or more than one.
    """
    songs = [one.song for one in (await at.services.rounds.view(round_id)).round.candidates]
    return only_match(songs, words, "candidate")


async def board_episode(at: Context, number: str | None) -> Episode:
    """Return the episode of that number; without one, the newest that has a board."""
    if number:
        return await at.episode(number)
    return await at.services.boards.newest_episode(at.room)


async def board_song(at: Context, episode: Episode, words: str) -> SongId:
    """Return the song on the board that words mean; raises as `candidate` does."""
    view = await at.services.boards.view(at.room, episode)
    return only_match([one.song for one in view.board.slots], words, "slot")


async def runner_up(at: Context, episode: Episode, words: str) -> SongId:
    """Return the song in waiting that words mean; raises as `candidate` does."""
    view = await at.services.boards.view(at.room, episode)
    return only_match(view.board.runners_up, words, "runner_up")


def only_match(songs: Sequence[Song], words: str, what: str) -> SongId:
    """Return the one song that words mean: by its id, its title, or a part of its title.

    Raises:
        NotFound: None is meant, or more than one.
    """
    wanted = words.strip().casefold()
    for found in (
        [song for song in songs if str(song.id) == wanted],
        [song for song in songs if song.title.casefold() == wanted],
        [song for song in songs if wanted in song.title.casefold()],
    ):
        if len(found) == 1:
            return found[0].id
    raise NotFound(what, words)
