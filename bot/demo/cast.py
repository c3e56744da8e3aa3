"""The cast of the demo: who is in the room, the show's characters, and what writers say."""

from pathlib import Path

from msgspec import Struct


class Member(Struct, frozen=True):
    """A person in the room: their Discord user name, and the name shown."""

    handle: str
    name: str


SHOWRUNNER = Member("odile", "Odile Marsh (showrunner)")
WRITERS = (
    Member("ben", "Ben Achterberg"),
    Member("carmen", "Carmen Ruiz"),
    Member("dev", "Dev Malhotra"),
    Member("esther", "Esther Kim"),
    Member("farid", "Farid Haddad"),
    Member("grace", "Grace Oyelaran"),
    Member("hugo", "Hugo Lindqvist"),
)
SUPERVISOR = Member("ines", "Ines Calder (supervisor)")
"""The music supervisor, who clears the songs and doesn't vote."""
EVERYBODY = (SHOWRUNNER, *WRITERS, SUPERVISOR)

SHOW = "The Long Encore"
TIMEZONE = "America/Los_Angeles"
EPISODE = "104"
EPISODE_TITLE = "What the Jukebox Knew"
NEXT_EPISODE = "105"
SAMPLE = Path(__file__).with_name("sample-songs.csv")
"""Songs in a file, as other services write them; none of them exists."""

MIXTAPE = "Nora's mixtape"
MIXTAPE_EVERY = 14
"""The mixtape holds every so-manieth song of the catalogue: some that are proposed, some not."""

NOTES = (
    "Nora hears it through the wall and knows he is back.",
    "The brothers both reach for the volume, then remember they are not speaking.",
    "It is what the diner plays when nothing is wrong yet.",
    "She leaves the party; the song stays.",
    "He taught her to drive to this. Now she drives alone.",
    "The band breaks up while it plays.",
    "The wrong song for the scene, which is the point.",
    "The lie begins here, with everybody in the next room.",
    "The walk down the hospital corridor.",
    "The first morning in the new apartment, boxes everywhere.",
    "What the father put on the tape and never sent.",
    "The wedding that should not happen.",
    "They drive all night and nobody says a word.",
    "The jukebox scene: she picks it because it hurts.",
    "The credits, over the empty stage.",
    "The argument we only see through the window.",
    "A flashback to the summer the shop opened.",
    "The last good day.",
    "Whatever is playing when the phone rings and nobody picks up.",
    "The neighbors complain. Nobody turns it down.",
    "The one record she took when she moved out.",
    "",
    "",
)
"""What writers say a song tells them; some say nothing.

Any of them may come with any song, an instrumental too, so they speak of scenes, not of the music.
"""

CHARACTERS = {
    "Nora": "She came back for her father's funeral and stayed for his record shop.",
    "The brothers": "They had a band. They have not spoken since its last night.",
    "The father": "Gone before the first episode. Half the songs in the shop are from him.",
}
"""The characters of the show, each with a backstory."""

_CHARACTER_WORDS = {"Nora": "Nora", "brothers": "The brothers", "father": "The father"}


def character_in(note: str) -> str:
    """Return the character that a note mentions; empty where it mentions none."""
    return next((name for word, name in _CHARACTER_WORDS.items() if word in note), "")


class Cue(Struct, frozen=True):
    """What the showrunner writes about one song on the board; `place` is its rank in the vote."""

    place: int
    beat: str
    character: str
    lost_without: str


CUES = (
    Cue(3, "Cold open: the shop before it opens", "Nora", "We would not know she stayed."),
    Cue(1, "The diner, nobody speaks", "The brothers", "Their silence would be only silence."),
    Cue(5, "The tape in the drawer", "The father", "He would have no voice in it."),
    Cue(2, "The party next door", "Nora", "She would leave for no reason."),
    Cue(6, "The empty stage", "The brothers", "The reunion would come from nowhere."),
    Cue(4, "End credits: the jukebox plays on", "", "It would end on a door closing."),
)
"""The board, in story order. The last two share a slot."""
FALLS = 4
"""The place on the board, counted from 1, of the song that is refused after the vote."""

LINES = (
    (
        "She has already packed when it starts.",
        "The radio in the kitchen, and nobody turns it off.",
        "It forgives him before she does.",
    ),
    (
        "The drive home, with all windows down.",
        "Everybody in the car knows, and nobody says it.",
        "It sounds like the summer they still talk about.",
    ),
    (
        "Play it over the empty stairs.",
        "The one they would have danced to.",
        "It ends before they are ready.",
    ),
)
"""What the writers who listen together write, song by song."""
WHY_STARRED = {
    0: "She hums the beginning at breakfast, and it is the end before she sings it.",
    1: "It says goodbye so that nobody in the scene has to.",
    3: "The only one the brothers would both sing along to.",
    5: "I hear the kitchen when it plays. That is all, and it is enough.",
}
"""Why some of the writers star a song, by the writer's number."""
COMMENTS = (
    "Put it under the scene in the car and I am in tears already.",
    "If we lose this one, what do we lose? I cannot say yet.",
    "It is what she spends the whole episode not saying.",
    "The last minute is the scene. Listen to it again.",
    "Love the song. I do not see the scene.",
    "This is the end of act two, or I am a potted plant.",
    "My mother played this. That is all I have, and it is a lot.",
    "Too on the nose? Or exactly on the nose?",
    "It gives us the brothers in thirty seconds without a line of dialogue.",
)
"""What writers say about songs while the room listens to the shortlist."""
