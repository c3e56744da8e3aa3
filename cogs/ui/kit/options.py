"""Looking up episodes, proposals and songs by what somebody typed into a command's options.

What each option offers is made here, too, so that what is offered is what is understood.
"""

import re
from collections.abc import Iterable, Sequence

from bot.domain import search
from bot.domain.errors import InvalidInput, NotFound
from bot.domain.folding import fold_loosely
from bot.domain.model import Episode, Proposal, ProposalId, Song, SongId, read_id
from bot.domain.names import Named, called
from bot.services.ports.read_models import RoundView
from bot.services.ports.repositories.proposals import Findable
from bot.services.songs.lookup import SEARCH_PREFIX, SONG_PREFIX
from cogs.ui.kit import offers, texts
from cogs.ui.kit.context import Context

_SEARCHES = ("Search Spotify for “", "”"), ("Enter “", "” by hand")
"""What stands around the words in what the search for a song is called."""
_DASH = re.compile(f" [-{texts.DASH}\u2014] ")
"""What stands between a title and its artists."""


async def episode_or_none(ctx: Context, number: str | None) -> Episode | None:
    """Return the episode that is meant; if none is named, the current one or None."""
    if number:
        return await ctx.episode(number)
    try:
        return await ctx.episode(None)
    except NotFound:
        return None


async def board_episode(ctx: Context, number: str | None) -> Episode:
    """Return the episode that is meant; if none is named, the newest that has songs."""
    if number:
        return await ctx.episode(number)
    return await ctx.services.boards.newest_episode(ctx.room)


async def proposal(ctx: Context, words: str) -> Proposal:
    """Return the proposal for the current episode that somebody means, or any one by its id.

    Raises:
        NotFound: They mean none.
        SeveralFound: They may mean several.
    """
    if found := await _proposal_of_id(ctx, words):
        return found
    episode = await ctx.episode(None)
    on_longlist = proposals(await ctx.services.longlists.findable(ctx.room, episode))
    return await ctx.services.proposals.get(ctx.room, offers.meant(words, on_longlist, "song").id)


async def _proposal_of_id(ctx: Context, words: str) -> Proposal | None:
    if proposal_id := read_id(words):
        try:
            return await ctx.services.proposals.get(ctx.room, ProposalId(proposal_id))
        except NotFound:
            pass  # the title of a song may be a number, too
    return None


async def withdrawn(ctx: Context, words: str) -> ProposalId:
    """Return the song that somebody means among those they may bring back, or any by its id.

    Raises:
        NotFound, SeveralFound: As `proposal` does.
    """
    found = withdrawals(await _withdrawn(ctx))
    if not found and (proposal_id := read_id(words)):
        return ProposalId(proposal_id)
    return offers.meant(words, found, "withdrawn").id


async def _withdrawn(ctx: Context) -> tuple[Proposal, ...]:
    return await ctx.services.withdrawals.withdrawn(ctx.person, ctx.room, await ctx.episode(None))


def withdrawals(found: Iterable[Proposal]) -> list[Named[Proposal]]:
    """Return songs that were withdrawn to choose from."""
    return offers.songs((one, str(one.id), one.song) for one in found)


async def longlisted(ctx: Context, episode: Episode, words: str) -> ProposalId:
    """Return the song on an episode's longlist that somebody means; raises as `proposal` does."""
    found = proposals(await ctx.services.longlists.findable(ctx.room, episode))
    return offers.meant(words, found, "song").id


def proposals(found: Iterable[Findable]) -> list[Named[Findable]]:
    """Return the songs of a longlist to choose from."""
    return offers.songs((one, str(one.id), one.song) for one in found)


async def episode_with_results(ctx: Context, number: str | None) -> Episode:
    """Return the episode that is meant; if none is named, the current one or else the newest.

    Both are passed over where they have no results.
    """
    current = await episode_or_none(ctx, number)
    if number or (current and await ctx.services.results.has_results(ctx.room, current)):
        return current or await ctx.episode(number)
    return await ctx.services.results.newest_episode(ctx.room) or await ctx.episode(None)


def candidate(votes: Sequence[RoundView], words: str) -> SongId:
    """Return the candidate that somebody means; raises as `proposal` does."""
    return offers.meant(words, candidates(votes), "candidate")


def candidates(votes: Sequence[RoundView]) -> list[Named[SongId]]:
    """Return the songs of one or several votes to choose from, with their pins and vetoes."""
    found = {
        candidate.song.id: (view.round, candidate.song)
        for view in votes
        for candidate in view.round.candidates
    }
    songs = [song for _, song in found.values()]
    return offers.songs(_by_id(songs), after=[texts.ruling(*one) for one in found.values()])


async def board_song(ctx: Context, episode: Episode, words: str) -> SongId:
    """Return the song on the board that somebody means; raises as `proposal` does."""
    return offers.meant(words, await board_songs(ctx, episode), "slot")


async def board_songs(ctx: Context, episode: Episode) -> list[Named[SongId]]:
    """Return the songs on a board to choose from, in story order."""
    board = (await ctx.services.boards.view(ctx.room, episode)).board
    songs = [entry.song for entry in board.entries]
    return offers.songs(_by_id(songs), before=[f"{board.number_of(song.id)}. " for song in songs])


async def clearable_song(ctx: Context, words: str) -> SongId:
    """Return the song that somebody who clears songs means; raises as `proposal` does."""
    return offers.meant(words, await clearable_songs(ctx), "song")


async def clearable_songs(ctx: Context) -> list[Named[SongId]]:
    """Return the songs whose rights can be looked at to choose from, the newest first."""
    return offers.songs(_by_id(await ctx.services.rights.songs(ctx.person, ctx.room)))


async def episode_of_song(ctx: Context, song_id: SongId, number: str | None) -> Episode | None:
    """Return the episode that is meant; if none is named, the one a song is to be cleared for."""
    if number:
        return await ctx.episode(number)
    return await ctx.services.rights.episode_with(ctx.person, ctx.room, song_id)


async def episode_song(ctx: Context, episode: Episode, words: str) -> SongId:
    """Return the song of an episode that somebody means; raises as `proposal` does."""
    return offers.meant(words, await episode_songs(ctx, episode), "song")


async def episode_songs(ctx: Context, episode: Episode) -> list[Named[SongId]]:
    """Return the songs of an episode to choose from: those on its board, then its longlist."""
    try:
        view = await ctx.services.boards.view(ctx.room, episode)
    except NotFound:
        seated: list[Song] = []
    else:
        seated = [entry.song for entry in view.board.entries]
    there = {song.id for song in seated}
    listed = [one.song for one in await ctx.services.longlists.findable(ctx.room, episode)]
    return offers.songs(_by_id([*seated, *(song for song in listed if song.id not in there)]))


async def runner_up(ctx: Context, episode: Episode, words: str) -> SongId:
    """Return the runner-up that somebody means; raises as `proposal` does.

    Raises:
        InvalidInput: They mean a song that is on the board.
    """
    view = await ctx.services.boards.view(ctx.room, episode)
    try:
        return offers.meant(words, _numbered(view.board.runners_up), "runner_up")
    except NotFound:
        seated = [(fold_loosely(entry.song.title), entry.song) for entry in view.board.entries]
        if not (there := search.best_matches(words, seated, 1)):
            raise
        raise InvalidInput("board.swapped_in", there[0].title) from None


async def runners_up(ctx: Context, episode: Episode) -> list[Named[SongId]]:
    """Return the songs that can step in to choose from, in order."""
    view = await ctx.services.boards.view(ctx.room, episode)
    return _numbered(view.board.runners_up)


def _numbered(songs: Iterable[Song]) -> list[Named[SongId]]:
    songs = list(songs)
    places = [f"{place}. " for place in range(1, len(songs) + 1)]
    return offers.songs(_by_id(songs), before=places)


def _by_id(songs: Iterable[Song]) -> list[tuple[SongId, str, Song]]:
    return [(song.id, str(song.id), song) for song in songs]


async def song_words(ctx: Context, words: str) -> str:
    """Return what to look a song up by: the value of the choice that was typed, if one was.

    A title alone is left for the search, which may find other recordings.
    """
    if (searched := unsearched(words)) != words.strip():
        return f"{SEARCH_PREFIX}{searched}"
    for dash in _DASH.finditer(words):
        title = words[: dash.start()].rstrip().removesuffix(texts.ELLIPSIS)
        known = known_songs(await ctx.services.songs.titled(ctx.room, title))
        labels = [Named(one.value, one.value, one.label) for one in known]
        names = [Named(one.value, one.value, texts.song_option(one.thing)) for one in known]
        found = called(words, labels) or called(words, names)
        if len(found) == 1:
            return found[0]
    return words


def known_songs(found: Iterable[Song]) -> list[Named[Song]]:
    """Return songs that a room knows to choose from."""
    return offers.songs((one, f"{SONG_PREFIX}{one.id}", one) for one in found)


def search_choice(words: str, *, searchable: bool) -> offers.Choice | None:
    """Return the choice to look for words; None if they are too long to be shown whole."""
    before, after = _SEARCHES[0 if searchable else 1]
    name = f"{before}{words}{after}"
    if len(name) > texts.OPTION_MAX or texts.clean(name) != name:
        return None
    return offers.choice(name, f"{SEARCH_PREFIX}{words}")


def unsearched(words: str) -> str:
    """Return the words to look for in what a search is called; other words as they are."""
    words = words.strip().removeprefix(SEARCH_PREFIX)
    for before, after in _SEARCHES:
        label = f"{re.escape(before)}(?P<words>.+){re.escape(after)}"
        if found := re.fullmatch(label, texts.clean(words), re.IGNORECASE):
            return found["words"].strip()
    return words
