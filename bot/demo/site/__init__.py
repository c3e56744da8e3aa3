"""What the demo adds to the simulator's page: what it is, what to try, and its time."""

from bot.demo.site.server import DemoServer

__all__ = ["DemoServer"]
