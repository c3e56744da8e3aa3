"""Connecting a Spotify account: the link to agree at, the forms, and the replies."""

from typing import ClassVar

import discord
from discord import ui

from bot.domain.errors import SpotifyNotConfigured
from bot.domain.model import Room
from bot.services.playlists.authorization import Connected, Disconnected, Invitation
from bot.services.ports.spotify import SpotifyApp
from cogs.ui.kit import texts
from cogs.ui.kit.components import layout, row
from cogs.ui.kit.context import context_of
from cogs.ui.kit.forms import Field, Form, open_form
from cogs.ui.kit.pressable import Pressable
from cogs.ui.kit.responses import answer, defer

COMMAND = "`/playlist connect`"


async def open_connecting(interaction: discord.Interaction, app: SpotifyApp | None = None) -> None:
    """Show where to agree, if the person manages the server.

    Raises:
        NotAllowed, InvalidInput: As `SpotifyAuthorization.invite` does.
    """
    ctx = await context_of(interaction)
    try:
        invitation = await ctx.services.authorization.invite(ctx.person, ctx.room, app)
    except SpotifyNotConfigured:
        await answer(interaction, _no_app_page())
        return
    await answer(interaction, connect_page(ctx.room, invitation))


async def _require_may_connect(interaction: discord.Interaction) -> None:
    """Refuse whoever would fill in a form for nothing.

    Raises:
        NoRoom, NotAllowed: As connecting an account does.
    """
    ctx = await context_of(interaction)
    ctx.services.authorization.require_may_connect(ctx.person)


def connect_page(room: Room, invitation: Invitation) -> ui.LayoutView:
    """Return the three steps to a connected account."""
    lines = [f"## Connect {texts.room_name(room)} with Spotify"]
    if invitation.owner_name:
        owner = texts.safe(invitation.owner_name, 60, links=False)
        lines.append(f"The account of {owner} is connected now. Another takes its place.")
    lines += [
        (
            "1\\. Press *Agree at Spotify*. Log in there with the account that should own the"
            " playlists, and agree."
        ),
        "2\\. The browser then goes to a page that doesn't have to load. Copy its whole address.",
        "3\\. Come back here, press *Paste the address*, and paste it.",
        f"The link is for you alone and is good until {texts.instant(invitation.expires_at)}.",
        (
            "If Spotify shows an error about the *redirect URI* instead of its question, the app's"
            f" owner has to add exactly `{invitation.redirect}` under *Redirect URIs* at"
            " developer.spotify.com/dashboard."
        ),
    ]
    return layout(
        "\n".join(lines),
        row(
            ui.Button(label="Agree at Spotify", url=invitation.address),
            PasteButton.make(),
            OwnAppButton.make(),
        ),
    )


def _no_app_page() -> ui.LayoutView:
    return layout(
        "Whoever hosts this bot has set up no Spotify app, so this room needs one of its own. It"
        " takes a few minutes: the guide for hosts says how. Then press the button and give its"
        " Client ID and Client secret.",
        row(OwnAppButton.make()),
    )


def connected_reply(room: Room, done: Connected) -> ui.LayoutView:
    """Return the reply to an admin who connected an account."""
    owner = texts.safe(done.owner_name, 60, links=False)
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


def disconnected_reply(room: Room, done: Disconnected) -> ui.LayoutView:
    """Return the reply to an admin who disconnected an account."""
    owner = texts.safe(done.owner_name, 60, links=False)
    then = (
        "From now on I use the Spotify account of whoever hosts me."
        if done.hosts_goes_on
        else "Until another one is connected, songs are entered by hand and no playlist is synced."
    )
    return layout(
        f"{texts.room_name(room)} no longer uses the Spotify account of {owner}, and I forgot what"
        " it had agreed to. Its playlists stay as they are. The owner can also take the"
        f" permission back at spotify.com, under *Apps*.\n{then}"
    )


def reconnect_message(room: Room, days_left: int, *, owner_left: bool = False) -> ui.LayoutView:
    """Return the direct message about a connection that ends soon, or has ended.

    It is for whoever made it, or with `owner_left` for the showrunner.
    """
    name = texts.room_name(room)
    made = "that you made "
    again = f"Connect again with {COMMAND} in the room's channel."
    if owner_left:
        made = ""
        again = (
            "Whoever made it is no longer in the server: have a server admin connect another"
            f" account with {COMMAND} in the room's channel."
        )
    if days_left:
        return layout(
            f"**{name}**: the connection with Spotify {made}ends in"
            f" {texts.count(days_left, 'day')}; Spotify ends each after six months. {again} It"
            " takes a minute, and nothing is lost."
        )
    return layout(
        f"**{name}**: the connection with Spotify has ended. Songs can be entered by hand"
        f" in the meantime; what belongs in the playlist waits. {again}"
    )


class PasteButton(Pressable, custom_id="connect:paste"):
    """Opens the form for the address that the browser went to."""

    @classmethod
    def make(cls) -> "PasteButton":
        """Return the button."""
        style = discord.ButtonStyle.primary
        return cls(ui.Button(label="Paste the address", style=style))

    async def act(self, interaction: discord.Interaction) -> None:
        """Open the form."""
        await _require_may_connect(interaction)
        await open_form(interaction, PasteForm("Connect with Spotify"))


class PasteForm(Form, custom_id="pasteform:"):
    """The form for the address. It contains a secret code, so replies never show it."""

    fields: ClassVar = {
        "address": Field(
            "The address your browser went to",
            2000,
            "It begins as in your app's settings and has code= in it",
            multiline=True,
            secret=True,
        )
    }

    async def act(self, interaction: discord.Interaction) -> None:
        """Connect the account."""
        ctx = await context_of(interaction)
        await defer(interaction)
        done = await ctx.services.authorization.finish(ctx.person, ctx.room, self.text("address"))
        await answer(interaction, connected_reply(ctx.room, done))


class OwnAppButton(Pressable, custom_id="connect:app"):
    """Opens the form for the room's own Spotify app."""

    @classmethod
    def make(cls) -> "OwnAppButton":
        """Return the button."""
        return cls(ui.Button(label="Use our own Spotify app"))

    async def act(self, interaction: discord.Interaction) -> None:
        """Open the form."""
        await _require_may_connect(interaction)
        await open_form(interaction, OwnAppForm("Your own Spotify app"))


class OwnAppForm(Form, custom_id="appform:"):
    """The form for a Spotify app. Its values are stored encrypted, and replies never show them."""

    fields: ClassVar = {
        key: Field(name, 64, "From your app's page in Spotify's dashboard", secret=True)
        for key, name in (("client_id", "Client ID"), ("client_secret", "Client secret"))
    }

    async def act(self, interaction: discord.Interaction) -> None:
        """Show where to agree with that app."""
        app = SpotifyApp(self.text("client_id").strip(), self.text("client_secret").strip())
        await open_connecting(interaction, app)
