"""The files for compose: what is run can do little, and is stopped no sooner than the bot ends."""

import re
from typing import Any

import pytest
import yaml

from bot.signals import CLOSED_WITHIN, STOP_WITHIN
from tests.install.dockerfile import stages
from tests.install.wheels import ROOT

FILES = {
    name: yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))
    for name in ("compose.yaml", "compose.postgres.yaml")
}
OURS = [
    (name, service)
    for name, file in FILES.items()
    for service, about in file["services"].items()
    if "build" in about
]
BOTS = [(name, service) for name, service in OURS if service.startswith("bot")]
POSTGRES = FILES["compose.postgres.yaml"]["services"]
STAGES = stages()


def seconds(text: str) -> float:
    """Return a time as compose writes it, such as `1m30s`."""
    found = re.fullmatch(r"(?:(\d+)m)?(?:(\d+)s)?", text)
    assert found
    minutes, rest = (int(one or 0) for one in found.groups())
    return minutes * 60 + rest


def test_there_is_one_bot_with_sqlite_and_there_are_two_with_postgres() -> None:
    assert [service for name, service in BOTS if name == "compose.yaml"] == ["bot"]
    assert set(POSTGRES) == {"bot-0", "bot-1", "database"}
    assert [len(OURS), len(BOTS)] == [3, 3]


@pytest.mark.parametrize(("file", "service"), OURS)
def test_what_is_run_can_do_little(file: str, service: str) -> None:
    about = FILES[file]["services"][service]
    assert about["read_only"] is True
    assert about["cap_drop"] == ["ALL"]
    assert about["security_opt"] == ["no-new-privileges:true"]
    assert about["tmpfs"] == ["/tmp"]  # noqa: S108 - of the container
    assert about["restart"] == "unless-stopped"
    assert not {"privileged", "ports", "user", "network_mode", "cap_add"} & set(about)
    assert about["build"]["target"] in STAGES


@pytest.mark.parametrize(("file", "service"), OURS)
def test_volumes_are_where_the_image_lets_its_user_write(file: str, service: str) -> None:
    about = FILES[file]["services"][service]
    stage = STAGES[about["build"]["target"]]
    writable = {"/data", *stage.all("VOLUME")}
    for volume in about["volumes"]:
        name, _, target = volume.partition(":")
        assert name in FILES[file]["volumes"]
        assert target in writable


@pytest.mark.parametrize(("file", "service"), BOTS)
def test_a_bot_is_given_the_time_it_takes_to_stop(file: str, service: str) -> None:
    about = FILES[file]["services"][service]
    assert seconds(about["stop_grace_period"]) > STOP_WITHIN + CLOSED_WITHIN
    assert about["env_file"] == ".env"
    assert "entrypoint" not in about
    assert "command" not in about


def test_the_database_is_where_the_settings_say() -> None:
    (sqlite,) = FILES["compose.yaml"]["services"].values()
    assert sqlite["environment"] == {"DATABASE_URL": "sqlite:////data/needledrop.db"}
    database = POSTGRES["database"]["environment"]
    for service in ("bot-0", "bot-1"):
        address = POSTGRES[service]["environment"]["DATABASE_URL"]
        user, name = database["POSTGRES_USER"], database["POSTGRES_DB"]
        password = database["POSTGRES_PASSWORD"]
        assert address == f"postgresql://{user}:{password}@database/{name}"
        assert POSTGRES[service]["depends_on"] == {"database": {"condition": "service_healthy"}}


def test_two_bots_share_the_servers_and_the_key() -> None:
    given: list[dict[str, Any]] = [POSTGRES[bot]["environment"] for bot in ("bot-0", "bot-1")]
    assert [one["SHARD_COUNT"] for one in given] == ["2", "2"]
    assert [one["SHARD_IDS"] for one in given] == ["0", "1"]
    assert given[0]["ENCRYPTION_KEY"] == given[1]["ENCRYPTION_KEY"]
    assert given[0]["ENCRYPTION_KEY"].startswith("${ENCRYPTION_KEY:?")


def test_no_secret_is_written_into_a_file_and_none_has_a_default() -> None:
    for name, file in FILES.items():
        used = re.findall(r"\$\{(\w+)([^}]*)\}", yaml.safe_dump(file))
        secret = {more for variable, more in used if variable != "FONTS"}
        assert secret <= {":?put it into .env"}, name


def test_what_copies_a_database_is_as_new_as_the_server() -> None:
    (version,) = re.findall(r"^postgres:(\d+)-", POSTGRES["database"]["image"])
    (installing,) = STAGES["postgres"].all("RUN")
    assert f" postgresql-client-{version} " in installing


def test_the_bots_copy_the_database_into_one_volume() -> None:
    """Only the holder of shard 0 does, and which of them that is may change."""
    for bot in ("bot-0", "bot-1"):
        folder = POSTGRES[bot]["environment"]["BACKUP_FOLDER"]
        assert f"backups:{folder}" in POSTGRES[bot]["volumes"]
        assert folder in STAGES["postgres"].all("VOLUME")
        assert POSTGRES[bot]["build"]["target"] == "postgres"
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    assert "\nBACKUP_EVERY=1d\n" in example  # which `env_file` passes on
