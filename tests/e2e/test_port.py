"""A port that is taken is noticed before anything is set up."""

import socket

import pytest

from bot.demo import command, page


async def test_a_busy_port_is_refused_first(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    with socket.socket() as taken:
        taken.bind((page.HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert page.why_not(port)
        status = await command.run(headless=False, as_json=False, out=None, story=False, port=port)
    assert status == 1
    said = capsys.readouterr()
    assert f"port {port} cannot be used" in said.err
    assert "Try another --port" in said.err
    assert "Setting up" not in said.out
    assert page.why_not(port) == ""
    assert page.why_not(0) == ""
