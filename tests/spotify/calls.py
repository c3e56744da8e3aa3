"""The calls that a sync makes, as `asked` tells them."""

ITEMS = "/playlists/*/items"
READ, ADD, REPLACE, REMOVE = (
    f"{method} /playlists/items" for method in ("GET", "POST", "PUT", "DELETE")
)
LIST, CREATE, STANDS = "GET /me/playlists", "POST /me/playlists", "GET /me/library/contains"
CHANGE = "PUT /playlists"
OPEN, ME = "GET /playlists", "GET /me"
