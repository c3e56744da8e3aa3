"""The texts of errors about links: of songs and playlists, and of what is neither."""

INVALID = {
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
        "That address only redirects to another one, and I can't follow it. Open it, copy the"
        " song's full link from there (it begins with open.spotify.com), and paste that. You"
        " pasted: {given}"
    ),
    "link.broken": (
        "That Spotify link isn't a song's. In Spotify, press *Share* and *Copy song"
        " link* on the song you mean, and paste that. You pasted: {given}"
    ),
    "link.unknown": (
        "That is a link to {service}, where I can't look songs up. Type the song's title and"
        " artist instead, or paste its link from Spotify, Apple Music, YouTube, Deezer, Tidal or"
        " SoundCloud. You pasted: {given}"
    ),
    "link.other": (
        "That link doesn't lead to one song. Type a few words of the song's title instead, or"
        " paste the link of the song itself. You pasted: {given}"
    ),
    "link.dead": (
        "Spotify has no song at that link. Check it, or type a few words of the title. You"
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
    "import.other": (
        "That link is not a Spotify playlist. In Spotify, press *Share* and *Copy link to playlist*"
        " on the playlist you mean, and paste that. You pasted: {given}"
    ),
    "import.dead": (
        "The connected account can't see a playlist at that link. Check the link; if"
        " the playlist is private, ask its owner to make that account a collaborator. You pasted:"
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
    "playlist.no_link": (
        "Paste the link of a Spotify playlist: in Spotify, *Share*, then *Copy link to playlist*."
        " You pasted: {given}"
    ),
    "playlist.track": "That link is one song. Paste the link of a playlist. You pasted: {given}",
    "playlist.album": (
        "That link is an album. In Spotify, add it to a playlist of yours and paste that playlist's"
        " link. You pasted: {given}"
    ),
    "playlist.other": (
        "That link is not a playlist. In Spotify, press *Share* and *Copy link to playlist* on the"
        " playlist you mean, and paste that. You pasted: {given}"
    ),
    "playlist.short": (
        "That address only redirects to another one, and I can't follow it. Open it, copy the"
        " playlist's full link from there (it begins with open.spotify.com), and paste that. You"
        " pasted: {given}"
    ),
    "playlist.elsewhere": (
        "That is a link to {service}, and I can only use playlists on Spotify. Put the songs"
        " into a playlist there, press *Share* and *Copy link to playlist*, and paste that."
        " Or export them as a file and give that to `/song import`. You pasted: {given}"
    ),
    "playlist.spotifys": (
        "Spotify makes that list itself, and doesn't show its own lists to apps. In Spotify, open"
        " it, select all its songs and add them to a new playlist of yours; then paste that one's"
        " link. You pasted: {given}"
    ),
    "playlist.liked": (
        "Spotify shows *Liked Songs* to nobody but their owner. In Spotify, open them, select all"
        " songs and add them to a new playlist; then paste that one's link. You pasted: {given}"
    ),
    "playlist.kept": (
        "I keep that playlist myself and overwrite what is in it, so it can't be linked. Make"
        " another playlist in Spotify and paste its link. You pasted: {given}"
    ),
    "playlist.dead": (
        "The connected account can't see a playlist at that link. Check the link; if"
        " the playlist is private, ask its owner to make that account a collaborator. You pasted:"
        " {given}"
    ),
    "playlist.closed": (
        "The playlist {title} belongs to {owner}, and the connected account can't change it. Ask"
        " its owner to make that account a collaborator, then link it again. You pasted: {given}"
    ),
}
"""What is wrong with a link, and what to do, by the name of the error."""
