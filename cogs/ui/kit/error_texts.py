"""What errors say to people, by their facts. `cogs.ui.kit.errors` fills in the rest."""

BY_HAND = "or enter the song by hand"
"""The way out wherever Spotify fails."""

WHO = {
    "showrunner": "Only the showrunner of this room (or a delegate) can do that. Ask them to.",
    "writer": (
        "Only this room's writers can do that. Ask the showrunner or a server admin for the"
        " writers' role."
    ),
    "roster": (
        "The record is for the writers on this room's roster. Ask the showrunner to put you on it."
    ),
    "manage_server": (
        "That needs Discord's permission *Manage Server*. Ask a server admin to do it."
    ),
}
"""Who may, by what an action needs."""

NOT_FOUND = {
    "episode": (
        "There is no such episode here{name}. Pick one from the list while typing, or see"
        " `/episode list`; the showrunner makes one with `/episode create`."
    ),
    "song": (
        "There is no such song on the longlist{name}. Pick one from the list while typing, or see"
        " `/song list`."
    ),
    "character": (
        "There is no such character here{name}, so nothing is saved. `/character list` shows their"
        " names; the showrunner makes another with `/character create`."
    ),
    "board": (
        "There is no board{name} yet. It comes when a vote closes: `/round status` says when, and"
        " the showrunner schedules one with `/round schedule`."
    ),
    "slot": (
        "No single song on the board is called that{name}. Pick one from the list while typing, or"
        " see `/board show`."
    ),
    "fallen": (
        "That song is not on the board any more: somebody has swapped it. `/board show` shows the"
        " board as it stands."
    ),
    "runner_up": (
        "No single song that waits for the board is called that{name}. Pick one from the list while"
        " typing, or see `/board show`."
    ),
    "candidate": (
        "No single song of this round is called that{name}. Pick one from the list while typing."
    ),
    "round": (
        "There is no round to show{name} yet. The showrunner schedules one with `/round schedule`."
    ),
    "results": (
        "There are no results{name} yet. They come when a round closes; `/round status` says when."
    ),
    "account": (
        "This room has connected no Spotify account of its own. `/playlist connect` connects one."
    ),
    "recording": "Spotify has no such recording{name}. Check the link, or enter the song by hand.",
    "roster": "That person is not on the roster{name}. The showrunner sees it with `/room roster`.",
}
"""What is not there, by what it is; `{name}` is what the person called it."""

FACTS = {
    "limit": "fewer",
    "found": "another number",
    "done": "some",
    "total": "all",
    "title": "behind that link",
    "owner": "its owner",
}
"""What is said in place of a fact about something typed that is not known."""

INVALID = {
    "title.empty": "A title is missing. Give one and send it again.",
    "title.too_long": (
        "That title is too long: shorten it to {limit} characters. You typed: {given}"
    ),
    "artist.empty": "The artist is missing. Give one and send it again.",
    "artist.too_long": (
        "That artist is too long: shorten it to {limit} characters. You typed: {given}"
    ),
    "timezone": (
        "{given} is not a time zone I know. Start typing a city, such as *Los Angeles*, and pick"
        " one from the list."
    ),
    "episode.number": (
        "An episode's number is 1 to {limit} characters, such as `104` or `1x04`. You typed:"
        " {given}"
    ),
    "song.empty": "Say which song: type a few words of it, or paste its Spotify link.",
    "message.no_song": (
        "There is no link to a song in that message. Use `/song propose` and type a few words of"
        " the song you mean. The message says: {given}"
    ),
    "link.album": (
        "That link is a whole album. Open the one song you mean, share that, and paste its link"
        " instead. You pasted: {given}"
    ),
    "link.playlist": (
        "That link is a whole playlist. Paste the link of one song in it instead. You pasted:"
        " {given}"
    ),
    "link.artist": (
        "That link is an artist. Paste the link of one song instead, or type its title. You"
        " pasted: {given}"
    ),
    "link.episode": "That link is a podcast episode. Paste the link of a song. You pasted: {given}",
    "link.show": "That link is a podcast. Paste the link of a song. You pasted: {given}",
    "link.short": (
        "I can't follow shortened links. Open it, copy the song's full link from there (it begins"
        " with open.spotify.com), and paste that. You pasted: {given}"
    ),
    "link.other": (
        "That link does not lead to one song. Type a few words of the song's title instead, or"
        " paste the link of the song itself. You pasted: {given}"
    ),
    "link.dead": (
        "Spotify has no song behind that link. Check it, or type a few words of the title. You"
        " pasted: {given}"
    ),
    "import.no_link": (
        "Paste the link of a Spotify playlist: in Spotify, *Share*, then *Copy link to playlist*."
        " You typed: {given}"
    ),
    "import.track": (
        "That link is one song. Propose it with `/song propose`, or paste the link of a playlist."
        " You pasted: {given}"
    ),
    "import.album": (
        "That link is an album. In Spotify, add the album to a playlist and paste that playlist's"
        " link. You pasted: {given}"
    ),
    "import.short": (
        "I can't follow shortened links. Open it, copy the playlist's full link from there (it"
        " begins with open.spotify.com), and paste that. You pasted: {given}"
    ),
    "import.other": (
        "That link is not a Spotify playlist. In Spotify, press *Share* and *Copy link to playlist*"
        " on the playlist you mean, and paste that. You pasted: {given}"
    ),
    "import.dead": (
        "Spotify shows the connected account no playlist behind that link. Check it; if the"
        " playlist is private, ask its owner to make that account a collaborator. You pasted:"
        " {given}"
    ),
    "import.closed": (
        "The playlist {title} belongs to {owner}, and Spotify lets an account read only playlists"
        " it owns or collaborates on. Ask {owner} to make the account that is connected here a"
        " collaborator, or copy the songs into a playlist of that account. You pasted: {given}"
    ),
    "import.empty": (
        "The playlist {title} is empty. Put songs into it, or paste another one's link. You pasted:"
        " {given}"
    ),
    "import.running": (
        "The playlist {given} is being imported for this episode: {done} of {total} songs so far."
        " Wait until it is done; `/room status` says how far it has come."
    ),
    "note.empty": "Say in a few words what the song tells you, and send it again.",
    "note.too_long": "That is too long: shorten it to {limit} characters. You typed: {given}",
    "second.own": (
        "You proposed {given} yourself, so you can't second it. You can add what it tells you with"
        " `/song note`."
    ),
    "second.twice": (
        "You have seconded {given} already. You can add what it tells you with `/song note`."
    ),
    "withdraw.not_yours": (
        "{given} was proposed by somebody else. Ask them or the showrunner to withdraw it."
    ),
    "reason.too_long": (
        "That reason is too long: shorten it to {limit} characters. You typed: {given}"
    ),
    "method": (
        "{given} is no way of counting I know. Pick one from the list, or leave it out for"
        " approval."
    ),
    "playlist.no_link": (
        "Paste the link of a Spotify playlist: in Spotify, *Share*, then *Copy link to playlist*."
        " You pasted: {given}"
    ),
    "playlist.dead": (
        "Spotify shows the connected account no playlist behind that link. Check it; if the"
        " playlist is private, ask its owner to make that account a collaborator. You pasted:"
        " {given}"
    ),
    "playlist.closed": (
        "The playlist {title} belongs to {owner}, and the connected account may not change it. Ask"
        " its owner to make that account a collaborator, then link it again. You pasted: {given}"
    ),
    "connect.address": (
        "That is not the address. After you agree, the browser goes to a page that need not load:"
        " copy the whole of its address, with `code=` in it, and paste that."
    ),
    "connect.state": (
        "That address belongs to another link, or was used already. Use `/playlist connect` again"
        " and take the link it gives you."
    ),
    "connect.expired": (
        "That link was good for ten minutes. Use `/playlist connect` again; it is quicker the"
        " second time."
    ),
    "connect.denied": (
        "At Spotify somebody pressed *Cancel*, so nothing is connected. Use `/playlist connect`"
        " again and agree there."
    ),
    "connect.code": (
        "Spotify does not take that address any more: each is good once. Use `/playlist connect`"
        " again."
    ),
    "connect.app": (
        "Spotify does not know that app. Copy Client ID and Client secret anew from its page in"
        " Spotify's dashboard: each has 32 letters and digits. Then use `/playlist connect` again."
    ),
    "board.beat_long": (
        "That beat is too long: shorten it to {limit} characters. You typed: {given}"
    ),
    "board.lost_long": (
        "One line is enough for what is lost without the song: shorten it to {limit} characters."
        " You typed: {given}"
    ),
    "board.note_long": (
        "That note is too long: shorten it to {limit} characters. You typed: {given}"
    ),
    "character.empty": "A character needs a name: give the one the room calls them by.",
    "character.name_long": (
        "That name is too long: shorten it to {limit} characters. You typed: {given}"
    ),
    "character.backstory_long": (
        "That backstory is too long: shorten it to {limit} characters. You typed: {given}"
    ),
    "character.no_spotify": (
        "There is no Spotify account to keep the playlist in. Who manages the server connects one"
        " with `/playlist connect`; then press the button again."
    ),
    "plan.cuts": (
        "Give the cuts as numbers that go down, such as `12, 9, 6`: first how many songs there are"
        " now, then how many are left after each vote. You typed: {given}"
    ),
    "plan.closes": (
        "Give one closing time for each vote, with commas between them: this plan has {limit}"
        " and you gave {found}. You typed: {given}"
    ),
    "plan.first": (
        "The plan begins with {given} songs, and the shortlist has {limit}. Begin it with {limit},"
        " or change the shortlist with `/shortlist pick`."
    ),
    "settings.quorum": (
        "A quorum is a number from 0 to {limit}, in percent of those who may vote. Give 0 for none."
        " You typed: {given}"
    ),
    "settings.reminders": (
        "Give reminders as lengths of time before the end, with commas between, such as"
        " `24 hours, 2 hours`: a minute at least, a week at most. You typed: {given}"
    ),
    "settings.reminders_many": "A vote has at most {limit} reminders. Leave some out: {given}",
    "settings.casting_window": (
        "Give the time for the casting vote as `12 hours` or `1 day`: a week at most, 0 to have the"
        " lot decide at once. You typed: {given}"
    ),
    "settings.grace": (
        "Give the time of grace as `15 minutes`: a day at most, 0 for none. You typed: {given}"
    ),
    "settings.closes": (
        "The usual end of a vote can't be used. Give a time that is still to come, such as"
        " `fri 17:00` or `tomorrow noon`, or leave it empty. You typed: {given}"
    ),
    "seats": "A round has at least one seat. Choose a number from 1 to 24. You typed: {given}",
}
"""What cannot be used, by its key; `{given}` is what the person typed."""

BALLOT = {
    "too_many_picks": "This round takes at most {limit}. Take some picks out first.",
    "too_many_stars": "You can star at most {limit} of your picks. Take a star away first.",
    "too_many_points": (
        "You have {limit} points in all. Take some away from another song first; Vote opens your"
        " ballot as it stands."
    ),
    "too_many_on_song": "A song can get at most {limit} points. Choose fewer.",
    "negative_points": "Points begin at 0. Press Vote again for a fresh ballot.",
    "unknown_song": "That song is not in this round. Press Vote again for a fresh ballot.",
    "own_song": "You can't vote for a song you proposed yourself. Choose others.",
    "star_not_picked": "Only songs you picked can be starred. Pick the song first.",
    "repeated": "A song was named twice. Press Vote again for a fresh ballot.",
    "stale": (
        "Your ballot was changed on another screen, so this press has changed nothing. Here it is"
        " as it stands now."
    ),
    "wrong_method": "This round is voted on in another way. Press Vote again for a fresh ballot.",
}
"""The rules of ballots."""

RULING = {
    "too_many_pins": (
        "There are {limit} seats and as many pins. Take one back first: `/round pin` with `undo`."
    ),
    "pinned": ("{title} is pinned already. To take that back, use `/round pin` with `undo`."),
    "vetoed": ("{title} is vetoed already. To take that back, use `/round veto` with `undo`."),
    "not_pinned": "{title} is not pinned, so there is nothing to take back.",
    "not_vetoed": "{title} is not vetoed, so there is nothing to take back.",
    "no_reason": "A veto needs a reason, which everybody sees. Fill in `reason` and send it again.",
}
"""What is wrong with a pin or a veto."""

TIME = {
    "unreadable": (
        "I can't read {given} as a time. Try `fri 17:00`, `tomorrow noon`, `in 36 hours` or"
        " `2026-12-04 17:00`."
    ),
    "past": "{given} is over already. Give a time that is still to come.",
    "skipped": "The clocks leave out {given}, when daylight saving begins. Did you mean {options}?",
    "doubled": "{given} happens twice, when daylight saving ends. Which do you mean: {options}?",
    "before_opening": "The round would close before it opens. Give a later time than {given}.",
    "too_far": "{given} is too far off. Give a nearer time.",
}
"""What is wrong with a time in words."""

CLOSED = {
    "scheduled": (
        "The vote for episode {episode} is not open yet. `/round status` says when it opens."
    ),
    "paused": "The vote for episode {episode} is paused. Your ballot stands; vote when it goes on.",
    "casting": "The vote for episode {episode} is over; the showrunner is settling a tie.",
    "held": "The vote for episode {episode} waits for the showrunner. Your ballot stands.",
    "cancelled": (
        "The vote for episode {episode} was cancelled. Ask the showrunner what comes next."
    ),
}
"""Why no ballot is taken, by the state of the round; else `CLOSED_ELSE`."""
CLOSED_ELSE = (
    "The vote for episode {episode} has closed, so this change was not counted. What you cast"
    " before stands: see it with `/vote`, and the outcome with `/round results`."
)

STATES = {
    "scheduled": "scheduled",
    "open": "open",
    "paused": "paused",
    "casting": "waiting for the casting vote",
    "held": "waiting for the showrunner's decision",
    "closed": "closed",
    "cancelled": "cancelled",
}
"""The states of a round, in words."""

MOVES = {
    "close": "there is nothing to close",
    "cancel": "there is nothing to cancel",
    "extend": "its close can't be moved",
    "pause": "it can't be paused",
    "resume": "there is nothing to resume",
    "cast": "there is no tie to break now",
    "pin": "no song can be pinned any more",
    "veto": "no song can be vetoed any more",
}
"""What a round refuses in the state it is in."""

COMMANDS = ("cancel", "cast", "close", "extend", "pause", "pin", "resume", "veto")
"""The moves of a round that there is a command for."""

HELD_UP = {
    "ChannelGone": "this channel cannot be written to; give the bot *Send Messages* in it",
    "DiscordUnavailable": "Discord is not answering well",
    "NeedsReconnect": "Spotify has to be connected again by whoever hosts this bot",
    "PlaylistGone": "the playlist was deleted; its owner can recover it in their Spotify account",
    "RateLimited": "Spotify asks us to wait that long",
    "SpotifyNotConfigured": "Spotify is not set up here any more",
    "SpotifyRefused": "Spotify refused it; the host finds its reason in the log",
    "SpotifyUnavailable": "Spotify is not answering",
    "EventsForbidden": "scheduled events may not be made here",
    "FilesForbidden": "files may not be attached here",
    "ThreadsForbidden": "threads may not be opened here",
    "StorageError": "the database is not answering; tell whoever hosts this bot",
}
"""Why a promised effect waits, by the name of the error."""

FORGET = {
    "showrunner": (
        "You are this room's showrunner, and a room has to have one. Ask a server admin to name"
        " another with `/room setup`, then try again."
    ),
    "vote": (
        "You have a ballot or a song in a vote that is not over. Wait for its close, or ask the"
        " showrunner to cancel it, then try again."
    ),
    "account": (
        "You connected the Spotify account this room uses, and are told before that ends. Have"
        " somebody else connect one with `/playlist connect`, or use `/playlist disconnect`, then"
        " try again."
    ),
}
"""Why somebody's name cannot be taken out now."""

REMARKS = {
    "beat": "Beat",
    "character": "Whose song",
    "tells": "What it tells us",
    "lost_without": "Lost without it",
}
"""What is said of a song on the board, by the name of the field."""
