"""Looking up episodes, proposals and songs by what somebody typed into a command's options."""

from collections.abc import Sequence

from bot.domain.errors import NotFound
from bot.domain.model import Episode, Proposal, ProposalId, RoundId, Song, SongId, read_id
from cogs.ui.kit.context import Context


async def episode_or_none(ctx: Context, number: str | None) -> Episode | None:
    """Return the episode with this number; without a number, the current one or None."""
    if number:
        return await ctx.episode(number)
    try:
        return await ctx.episode(None)
    except NotFound:
        return None


async def proposal(ctx: Context, words: str) -> Proposal:
    """Return the proposal that matches an autocomplete choice or a typed title.

    Raises:
        NotFound: Nothing matches, or more than one thing does.
    """
    if proposal_id := read_id(words):
        try:
            return await ctx.services.proposals.get(ctx.room, ProposalId(proposal_id))
        except NotFound:
            pass  # the title of a song may be a number, too
    episode = await ctx.episode(None)
    found = await ctx.services.proposals.find(ctx.room, episode, words)
    exact = [match for match in found if match.song.title.casefold() == words.casefold()]
    if len(exact or found) != 1:
        raise NotFound("song", words)
    return (exact or found)[0]


async def candidate(ctx: Context, round_id: RoundId, words: str) -> SongId:
    """Return the candidate that matches an autocomplete choice or a typed title.

    Raises:
        NotFound: Nothing matches, or more than one thing does.
    """
    view = await ctx.services.rounds.view(round_id)
    songs = [candidate.song for candidate in view.round.candidates]
    return only_match(songs, words, "candidate")


async def board_episode(ctx: Context, number: str | None) -> Episode:
    """Return the episode with this number; without a number, the newest that has a board."""
    if number:
        return await ctx.episode(number)
    return await ctx.services.boards.newest_episode(ctx.room)


async def board_song(ctx: Context, episode: Episode, words: str) -> SongId:
    """Return the song on the board that matches; raises as `candidate` does."""
    view = await ctx.services.boards.view(ctx.room, episode)
    return only_match([entry.song for entry in view.board.slots], words, "slot")


async def runner_up(ctx: Context, episode: Episode, words: str) -> SongId:
    """Return the runner-up that matches; raises as `candidate` does."""
    view = await ctx.services.boards.view(ctx.room, episode)
    return only_match(view.board.runners_up, words, "runner_up")


def only_match(songs: Sequence[Song], words: str, what: str) -> SongId:
    """Return the only song that matches: by its id, its title, or a part of its title.

    Raises:
        NotFound: Nothing matches, or more than one thing does.
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
