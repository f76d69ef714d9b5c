"""What all tests share.

Ids are leased from the test database by themselves: the lease asks Django for the address at the first id,
and that is after pytest-django has made the test database, or the id is refused with it.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--soak", action="store_true", help="also run the full figures, which take long")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Full figures are run when they are asked for."""
    if config.getoption("--soak"):
        return
    left_out = [item for item in items if item.get_closest_marker("soak")]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if not item.get_closest_marker("soak")]


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> Iterator[None]:
    """The test database; this process's id node is given back to it before it goes."""
    from hongshu.kernel.ids.generator import release_node

    yield
    release_node()


@pytest.fixture(autouse=True)
def _empty_caches() -> Iterator[None]:
    """What one test has cached in this process is nothing to the next one."""
    from django.core.cache import caches

    from hongshu.kernel.kept import forget_all

    yield
    caches["process"].clear()
    forget_all()
