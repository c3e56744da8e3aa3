"""Rooms, episodes and rounds for tests, made the short way through the unit."""

from bot.domain.model import (
    Candidate,
    ChannelId,
    Episode,
    EpisodeId,
    EpisodeState,
    GuildId,
    Person,
    Proposal,
    ProposalId,
    Recording,
    RoleId,
    Room,
    RoomId,
    Round,
    RoundId,
    RoundState,
    Rules,
    SongId,
    UserId,
)
from storage.database import Database

SHOWRUNNER = UserId(1)
NOW = 1_800_000_000


def person(user_id: int, *roles: int, manages: bool = False) -> Person:
    return Person(UserId(user_id), frozenset(roles), manages)


def recording(n: int, **changes: object) -> Recording:
    facts: dict[str, object] = {
        "title": f"Song {n}",
        "artists": (f"Artist {n}",),
        "uri": f"spotify:track:{n:022}",
        "isrc": f"USXXX26{n:05}",
        "duration_ms": 200_000,
    }
    return Recording(**(facts | changes))  # type: ignore[arg-type]


async def make_room(store: Database, *, writers_role: int | None = None, channel: int = 10) -> Room:
    room = Room(
        id=RoomId(store.new_id()),
        guild_id=GuildId(5),
        channel_id=ChannelId(channel),
        title="The Room",
        timezone="America/Los_Angeles",
        showrunner_id=SHOWRUNNER,
        writers_role_id=None if writers_role is None else RoleId(writers_role),
    )
    async with store.transaction(None) as unit:
        await unit.rooms.save(room, NOW)
    return room


async def make_episode(store: Database, room: Room, number: str = "104") -> Episode:
    episode = Episode(EpisodeId(store.new_id()), room.id, number, "", EpisodeState.ACTIVE, NOW)
    async with store.transaction(None) as unit:
        await unit.episodes.add(episode)
    return episode


async def make_proposals(
    store: Database, room: Room, episode: Episode, count: int, *, shortlisted: bool = True
) -> list[Proposal]:
    """Propose songs 1 to `count`, song n by user 100 + n."""
    made = []
    async with store.transaction(None) as unit:
        for n in range(1, count + 1):
            song = await unit.proposals.remember(room.id, recording(n))
            proposal = Proposal(
                ProposalId(store.new_id()), episode.id, song, UserId(100 + n), NOW + n
            )
            await unit.proposals.add(proposal)
            await unit.proposals.shortlist(episode.id, proposal.id, shortlisted)
            made.append(proposal)
    return made


async def make_round(
    store: Database,
    room: Room,
    episode: Episode,
    *,
    candidates: int = 4,
    seats: int = 2,
    state: RoundState = RoundState.OPEN,
    closes_at: int = NOW + 3600,
    method: str = "approval",
) -> Round:
    """Make a round over fresh songs, song n proposed by user 100 + n."""
    async with store.transaction(None) as unit:
        songs = [
            await unit.proposals.remember(room.id, recording(n)) for n in range(1, candidates + 1)
        ]
        round_ = Round(
            id=RoundId(store.new_id()),
            episode_id=episode.id,
            room_id=room.id,
            state=state,
            rules=Rules(method=method, seats=seats, max_picks=seats),
            opens_at=NOW,
            closes_at=closes_at,
            closes_wall="2027-01-15 01:00",
            timezone=room.timezone,
            candidates=tuple(
                Candidate(song, UserId(100 + n), "") for n, song in enumerate(songs, 1)
            ),
            scheduled_by=SHOWRUNNER,
        )
        await unit.rounds.add(round_, NOW)
    return round_


def choices(round_: Round, *places: int) -> tuple[SongId, ...]:
    """Return the songs at these places on the ballot, counted from 1."""
    return tuple(round_.candidates[place - 1].song.id for place in places)
