"""The world, built once for all of the table."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass

import pytest
import pytest_asyncio

from cogs.ui.kit import error_responses
from tests.authorization.kept import Kept
from tests.authorization.world import World, built


@dataclass
class Scene:
    """The world, what is kept of it, and the errors that people were told."""

    world: World
    kept: Kept
    errors: list[Exception]


@pytest.fixture(scope="package")
def told() -> Iterator[list[Exception]]:
    """The errors that people are told, as the product knows them."""
    errors: list[Exception] = []
    explained = error_responses.explained

    async def noted(interaction: object, error: Exception) -> Exception:
        errors.append(error)
        return await explained(interaction, error)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(error_responses, "explained", noted)
        yield errors


@pytest_asyncio.fixture(scope="package", loop_scope="package")
async def scene(
    told: list[Exception], tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Scene]:
    path = tmp_path_factory.mktemp("world")
    async with built(path) as world:
        kept = Kept(world, path)
        told.clear()
        try:
            yield Scene(world, kept, told)
        finally:
            kept.close()


@pytest_asyncio.fixture(autouse=True, loop_scope="package")
async def as_at_first(scene: Scene) -> AsyncIterator[None]:
    """Bring everything back after each test, also after one that failed halfway."""
    yield
    await scene.kept.bring_back()
