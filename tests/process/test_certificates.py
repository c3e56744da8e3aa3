"""What answers in Discord's place has a certificate that nobody vouches for."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.process.running import environment, started

HERE = "127.0.0.1"


def vouched_for_by_itself(file: Path) -> ssl.SSLContext:
    """Return what a server shows: a certificate for this machine, in a file with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HERE)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(issuer_name=name, subject_name=name, public_key=key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(HERE))]), False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    secret = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file.write_bytes(secret + made.public_bytes(pem))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


@pytest.fixture
async def address(tmp_path: Path) -> AsyncIterator[str]:
    context = vouched_for_by_itself(tmp_path / "certificate.pem")
    server = await asyncio.start_server(lambda _, writer: writer.close(), HERE, 0, ssl=context)
    async with server:
        yield f"https://{HERE}:{server.sockets[0].getsockname()[1]}"


@pytest.mark.parametrize("command", ["run", "doctor"])
async def test_it_is_said_to_be_that(address: str, tmp_path: Path, command: str) -> None:
    given = environment(tmp_path, DISCORD_API_BASE=address)
    async with started("-m", "bot", command, **given) as bot:
        assert bot.process.stdout is not None
        told = (await bot.process.stdout.read()).decode()
        assert await bot.ended() == 1
    told += bot.log
    assert (
        "has a certificate that this machine doesn't trust. Check whether its clock is right"
        in told
    )
    assert "Check the network" not in told
    assert "is running" not in told
    assert "Traceback" not in told
