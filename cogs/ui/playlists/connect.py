"""Connecting a Spotify account: a link to agree at, a form for what comes back, who it was."""

import discord
from discord import ui

from bot.domain.errors import SpotifyNotConfigured
from bot.domain.model import Room
from bot.services.playlists.authorization import Connected, Invitation
from bot.services.ports.spotify import SpotifyApp
from cogs.ui.kit import texts
from cogs.ui.kit.components import layout, row
from cogs.ui.kit.context import context_of
from cogs.ui.kit.forms import Form
from cogs.ui.kit.pressable import Pressable
from cogs.ui.kit.responses import answer, defer

RECONNECT = "`/playlist connect`"


async def open_connecting(interaction: discord.Interaction, app: SpotifyApp | None = None) -> None:
    """Show where to agree, to whoever manages the server.

    Raises:
        NotAllowed, InvalidInput: As the service says.
    """
    at = await context_of(interaction)
    try:
        invitation = await at.services.authorization.invite(at.person, at.room, app)
    except SpotifyNotConfigured:
        await answer(interaction, _without_an_app())
        return
    await answer(interaction, connecting(at.room, invitation))


def connecting(room: Room, invitation: Invitation) -> ui.LayoutView:
    """Return the three steps to a connected account."""
    lines = [f"## Connect {texts.room_name(room)} with Spotify"]
    if invitation.owner_name:
        owner = texts.shown(invitation.owner_name, 60, links=False)
        lines.append(f"The account of {owner} is connected now. Another takes its place.")
    lines += [
        (
            "1\\. Press *Agree at Spotify*. Log in there with the account that is to own the"
            " playlists, and agree."
        ),
        "2\\. The browser then goes to a page that need not load. Copy its whole address.",
        "3\\. Come back here, press *Paste the address*, and paste it.",
        f"The link is for you alone and is good until {texts.instant(invitation.expires_at)}.",
    ]
    return layout(
        "\n".join(lines),
        row(
            ui.Button(label="Agree at Spotify", url=invitation.address),
            PasteButton.make(),
            OwnAppButton.make(),
        ),
    )


def _without_an_app() -> ui.LayoutView:
    return layout(
        "Whoever hosts this bot has set up no Spotify app, so this room needs one of its own. It"
        " takes a few minutes: the guide for hosts says how. Then press the button and give its"
        " Client ID and Client secret.",
        row(OwnAppButton.make()),
    )


def connected(room: Room, done: Connected) -> ui.LayoutView:
    """Return what an admin is told who has connected an account."""
    owner = texts.shown(done.owner_name, 60, links=False)
    lines = [
        (
            f"{texts.room_name(room)} now uses the Spotify account of **{owner}**. It lasts six"
            " months; I remind you before it ends."
        )
    ]
    if done.new_playlist:
        lines.append(
            "The playlist so far belongs to another account, where it stays as it is. The next sync"
            " makes one in this account."
        )
    return layout("\n".join(lines))


def disconnected(room: Room, owner_name: str) -> ui.LayoutView:
    """Return what an admin is told who has disconnected an account."""
    owner = texts.shown(owner_name, 60, links=False)
    return layout(
        f"{texts.room_name(room)} no longer uses the Spotify account of {owner}, and what it had"
        " agreed to is forgotten here. Its playlists stay as they are. The owner can also take the"
        " permission back at spotify.com, under *Apps*."
    )


def reconnect(room: Room, days_left: int) -> ui.LayoutView:
    """Return what somebody is told by a direct message whose connection ends, or has ended."""
    name = texts.room_name(room)
    if days_left:
        return layout(
            f"**{name}**: the connection with Spotify that you made ends in"
            f" {texts.count(days_left, 'day')}; Spotify ends each after six months. Connect again"
            f" with {RECONNECT} in the room's channel. It takes a minute, and nothing is lost."
        )
    return layout(
        f"**{name}**: the connection with Spotify has ended. Songs can be entered by hand"
        f" meanwhile, and what belongs into the playlist waits. Connect again with {RECONNECT} in"
        " the room's channel."
    )


class PasteButton(Pressable, custom_id="connect:paste"):
    """Opens the form for the address at which the browser landed."""

    @classmethod
    def make(cls) -> "PasteButton":
        """Return the button."""
        style = discord.ButtonStyle.primary
        return cls(ui.Button(label="Paste the address", style=style))

    async def act(self, interaction: discord.Interaction) -> None:
        """Open the form."""
        await interaction.response.send_modal(PasteForm())


class PasteForm(Form):
    """Asks for the address; it holds a code that is good once, so it is never shown again."""

    def __init__(self) -> None:
        super().__init__("Connect with Spotify")
        self.ask(
            "address",
            "The address your browser went to",
            most=2000,
            lines=True,
            hint="It begins as in your app's settings and has code= in it",
            secret=True,
        )

    async def act(self, interaction: discord.Interaction) -> None:
        """Connect the account."""
        at = await context_of(interaction)
        await defer(interaction)
        done = await at.services.authorization.finish(at.person, at.room, self.text("address"))
        await answer(interaction, connected(at.room, done))


class OwnAppButton(Pressable, custom_id="connect:app"):
    """Opens the form for a Spotify app of the room's own."""

    @classmethod
    def make(cls) -> "OwnAppButton":
        """Return the button."""
        return cls(ui.Button(label="Use our own Spotify app"))

    async def act(self, interaction: discord.Interaction) -> None:
        """Open the form."""
        await interaction.response.send_modal(OwnAppForm())


class OwnAppForm(Form):
    """Asks for the app; what is typed is kept encrypted and never shown again."""

    def __init__(self) -> None:
        super().__init__("Your own Spotify app")
        for key, name in (("client_id", "Client ID"), ("client_secret", "Client secret")):
            hint = "From your app's page in Spotify's dashboard"
            self.ask(key, name, most=64, hint=hint, secret=True)

    async def act(self, interaction: discord.Interaction) -> None:
        """Show where to agree, with that app."""
        app = SpotifyApp(self.text("client_id").strip(), self.text("client_secret").strip())
        await open_connecting(interaction, app)
