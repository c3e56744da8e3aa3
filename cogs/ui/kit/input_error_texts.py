"""The texts of errors about input: what somebody typed or chose that cannot be used."""

from cogs.ui.kit import (
    board_error_texts,
    bound_error_texts,
    link_error_texts,
    listening_error_texts,
    overtaken_error_texts,
    rights_error_texts,
)

FACTS = {
    "limit": "fewer",
    "found": "another number",
    "done": "some",
    "total": "all",
    "title": "at that link",
    "near": "a city near you",
    "owner": "its owner",
    "line": "some place",
    "service": "another service",
    "whose": "somebody else",
}
"""What a text says in place of a fact that the error does not have."""

INVALID = {
    **link_error_texts.INVALID,
    **bound_error_texts.INVALID,
    **overtaken_error_texts.INVALID,
    **rights_error_texts.INVALID,
    **listening_error_texts.INVALID,
    "title.empty": "A title is missing. Give one and send it again.",
    "title.too_long": (
        "That title is too long: shorten it to {limit} characters. You typed: {given}"
    ),
    "title.link": (
        "That is a link. Type the song's title in its place; a link goes into `/song propose`. You"
        " typed: {given}"
    ),
    "artist.link": (
        "That is a link. Type the artist's name in its place; a link goes into `/song propose`. You"
        " typed: {given}"
    ),
    "artist.empty": "The artist is missing. Give one and send it again.",
    "artist.too_long": (
        "That artist is too long: shorten it to {limit} characters. You typed: {given}"
    ),
    "person.bot": (
        "{given} is a bot, and bots run no rooms. Choose a person for `showrunner`, and send it"
        " again."
    ),
    "person.absent": (
        "{given} is not in this server. Choose somebody who is, or invite them first; then send it"
        " again."
    ),
    "person.both": (
        "You named {given} as music supervisor and asked to have none. Send it again with only one"
        " of the two."
    ),
    "supervisor.bot": (
        "{given} is a bot, and bots clear no songs. Choose a person or a role for `supervisor`, and"
        " send it again."
    ),
    "supervisor.everyone": (
        "With {given} as music supervisors, everybody in this server could see fees and contacts."
        " Choose a person, or a role that fewer people have, and send it again."
    ),
    "role.app": (
        "The role {given} belongs to an app, so no person can have it. Choose another role, and"
        " send it again."
    ),
    "role.everyone": (
        "With {given} as delegates, everybody in this server could do what the showrunner can."
        " Choose a role that fewer people have, or leave `delegates` out."
    ),
    "role.both": (
        "You named the role {given} and asked to take that role away. Send it again with only one"
        " of the two."
    ),
    "timezone": (
        "I don't know a time zone called {given}. Start typing the name of a big city whose"
        " clocks show"
        " the same time, and pick one from the list."
    ),
    "timezone.near": (
        "I don't know a time zone called {given}. Did you mean {near}? Or start typing the name"
        " of a big"
        " city whose clocks show the same time, and pick one from the list."
    ),
    "episode.number": (
        "Give the episode a number of 1 to {limit} characters, such as `104` or `1x04`. You typed:"
        " {given}"
    ),
    "song.empty": "Say which song: type a few words of it, or paste its Spotify link.",
    "message.no_song": (
        "There is no link to a song in that message. Use `/song propose` and type a few words of"
        " the song you mean. The message says: {given}"
    ),
    "import.running": (
        "The playlist {given} is being imported for this episode: {done} of {total} songs so far."
        " Wait until it's done; `/room status` says how far it has come."
    ),
    "import.nothing": (
        "Say what to import: paste the link of a Spotify playlist into `playlist`, or attach a"
        " file with `file`."
    ),
    "import.both": (
        "Import either a playlist or a file: first one, then the other. You pasted: {given}"
    ),
    "file.too_large": (
        "{given} is too large: at most {limit} MB can be read. Split it, and import the parts one"
        " after the other."
    ),
    "file.too_many": (
        "{given} has more than {limit} songs, so nothing was imported. Split it, and import the"
        " parts one after the other."
    ),
    "file.empty": "{given} is empty. Export the songs again, and attach the new file.",
    "file.binary": (
        "{given} isn't a list of songs I can read. Save a spreadsheet as CSV and a document as"
        " plain text, and unpack an archive first. I read CSV, M3U, XSPF, JSPF and plain text."
    ),
    "file.letters": (
        "I can't tell which letters {given} is written in. Save it as UTF-8 (in Excel, choose"
        " *CSV UTF-8* as the kind of file), and import it again."
    ),
    "file.broken": (
        "{given} is damaged at line {line}. Export it again, and attach the new file; CSV works,"
        " too."
    ),
    "file.unsafe": (
        "{given} has declarations in it that a playlist doesn't need and that could do harm, so I"
        " didn't read it. Export it again from your player, or save it as CSV or M3U."
    ),
    "file.unknown": (
        "{given} isn't a kind of playlist I know. Export the songs as CSV, M3U, XSPF or JSPF, or"
        " write each on a line of its own: `Artist - Title`."
    ),
    "file.no_songs": (
        "I found no songs in {given}. In a table, put headings such as *Title* and *Artist* in the"
        " first line; in plain text, write one song per line: `Artist - Title`."
    ),
    "file.links_alone": (
        "{given} has only links, without titles. In Spotify, put these songs into a playlist and"
        " import that by its link; or propose them one by one with `/song propose`."
    ),
    "file.unread": ("Discord didn't give me {given}. Use the command and attach the file again."),
    "export.longlist": (
        "The longlist of episode {given} has no songs yet. Propose one with `/song propose`,"
        " or bring some with `/song import`."
    ),
    "export.shortlist": (
        "The shortlist of episode {given} has no songs yet. The showrunner picks it with"
        " `/shortlist pick`."
    ),
    "export.board": (
        "The board of episode {given} has no songs. Songs get there when a vote has closed."
    ),
    "export.season": (
        "No episode has songs on its board yet. They get there when a vote has closed."
    ),
    "note.empty": "Say in a few words what the song tells you, and send it again.",
    "note.too_long": "That is too long: shorten it to {limit} characters. You typed: {given}",
    "note.none": "You haven't said anything about {given}, so there is nothing to take back.",
    "withdraw.not_by_you": (
        "{given} was withdrawn by somebody else. Ask them or the showrunner to bring it back, or"
        " propose it again with `/song propose`."
    ),
    "withdraw.too_late": (
        "{given} was withdrawn more than a day ago. Propose it again with `/song propose`; its"
        " seconds and notes come back with it."
    ),
    "withdraw.not_yours": (
        "{given} was proposed by somebody else. Ask them or the showrunner to withdraw it."
    ),
    "reason.too_long": (
        "That reason is too long: shorten it to {limit} characters. You typed: {given}"
    ),
    "method": (
        "{given} isn't a counting method. Pick one from the list, or leave it out for approval."
    ),
    "connect.address": (
        "That is not the address. After you agree, the browser goes to a page that doesn't have to"
        " load: copy its whole address, with `code=` in it, and paste that."
    ),
    "connect.state": (
        "That address belongs to another link, or was used already. Use `/playlist connect` again"
        " and take the link it gives you."
    ),
    "connect.expired": (
        "That link has expired after ten minutes. Use `/playlist connect` again; it is quicker the"
        " second time."
    ),
    "connect.denied": (
        "At Spotify somebody pressed *Cancel*, so nothing is connected. Use `/playlist connect`"
        " again and agree there."
    ),
    "connect.code": (
        "That address was already used or is too old: each works only once. Use `/playlist connect`"
        " again."
    ),
    "connect.failed": (
        "Spotify had a problem of its own, so nothing is connected. Use `/playlist connect` again"
        " in a few minutes."
    ),
    "connect.redirect": (
        "Spotify's app doesn't name the address I use. Its owner opens it at"
        " developer.spotify.com/dashboard and adds exactly this under *Redirect URIs*: {given}."
        " Then use `/playlist connect` again."
    ),
    "connect.app": (
        "Spotify doesn't know that app. Copy Client ID and Client secret again from its page in"
        " Spotify's dashboard: each has 32 letters and digits. Then use `/playlist connect` again."
    ),
    **board_error_texts.INVALID,
    "character.empty": "A character needs a name: give the one the room calls them by.",
    "character.name_long": (
        "That name is too long: shorten it to {limit} characters. You typed: {given}"
    ),
    "character.backstory_long": (
        "That backstory is too long: shorten it to {limit} characters. You typed: {given}"
    ),
    "character.no_spotify": (
        "There is no Spotify account to keep the playlist in. A server admin connects one"
        " with `/playlist connect`; then press the button again."
    ),
    "plan.cuts": (
        "Give the cuts as numbers that go down, such as `12, 9, 6` or `12 to 6`: first how"
        " many songs there are now, then how many are left after each vote. You typed: {given}"
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
        " draw decide at once. You typed: {given}"
    ),
    "settings.grace": (
        "Give the grace period as `15 minutes`: a day at most, 0 for none. You typed: {given}"
    ),
    "scrutineers.number": "A vote has at most three scrutineers. Choose fewer.",
    "scrutineers.showrunner": (
        "A scrutineer can't be the showrunner or a delegate, since they can see who has voted."
        " Choose somebody else; they don't have to be a writer."
    ),
    "recount.hash": "Paste the whole hash, 64 digits from 0 to 9 and a to f. You typed: {given}",
    "scrutineers.bot": "A bot can't be a scrutineer. Choose people.",
    "settings.closes": (
        "That default closing time can't be used. Give a time that is still to come, such as"
        " `fri 17:00` or `tomorrow noon`, or leave it empty. You typed: {given}"
    ),
    "seats": "A vote has at least one seat. Choose a number from 1 to 24. You typed: {given}",
}
"""The texts by the key of the error; `{given}` is what the person typed."""
