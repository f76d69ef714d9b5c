"""A pytest plugin: one private PostgreSQL for the run, there before Django reads its settings.

Loaded with ``-p`` (pyproject), since pytest-django reads the settings before any conftest is read. With
pytest-xdist the controller starts the server and the workers inherit its address; each has a test database
of its own there. With DATABASE_URL set, that server is used. Rules and engines need none, so that a run of
``tests/unit`` alone starts in no time.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Generator, Sequence
from pathlib import Path

import pytest

from hongshu.kernel.private_database.cluster import PrivateCluster

TESTS = Path(__file__).resolve().parent.parent
WITHOUT_DATABASE = (TESTS / "unit", TESTS / "architecture")
NOBODY_ANSWERS = "postgresql://hongshu@/hongshu?host=/nonexistent"

_KEY = pytest.StashKey["RunEnvironment"]()


class RunEnvironment:
    """The data folder of the run and, unless there is one already, its database server."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="hongshu-tests-"))
        self.cluster: PrivateCluster | None = None

    def start(self, *, needs_database: bool) -> None:
        """Set what the settings are read from, and start the server if one is needed."""
        os.environ["HONGSHU_DATA"] = str(self.folder)
        os.environ["HONGSHU_SECRET_KEY"] = "only-for-tests-only-for-tests-only-for-tests"
        # What the operator's shell says must not change what is tested.
        for name in (
            "HONGSHU_PORT",
            "HONGSHU_EVENTS_PORT",
            "HONGSHU_PUBLIC_URL",
            "HONGSHU_EMAIL_URL",
            "HONGSHU_USD_CNY",
            "HONGSHU_IDENTITY_KEYS",
            "HONGSHU_CUSTOMS_URL",
            "HONGSHU_PAYMENTS",
            "HONGSHU_SANDBOX_PORT",
            "HONGSHU_CUSTOMS_PORT",
            "HONGSHU_CUSTOMS_ANSWERS",
        ):
            os.environ.pop(name, None)
        if os.environ.get("DATABASE_URL"):
            return
        if not needs_database:
            os.environ["DATABASE_URL"] = NOBODY_ANSWERS
            return
        self.cluster = PrivateCluster(self.folder / "postgresql", durable=False, max_connections=200)
        self.cluster.start()
        self.cluster.ensure_database()
        os.environ["DATABASE_URL"] = self.cluster.url

    def stop(self) -> None:
        """Leave nothing behind."""
        if self.cluster is not None:
            self.cluster.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


def _may_need_database(chosen: Sequence[str], invoked_in: Path) -> bool:
    """Whether a test outside of the folders that never use one may have been chosen."""
    places = [(invoked_in / word.split("::")[0]).resolve() for word in chosen if not word.startswith("-")]
    places = [place for place in places if place.exists()]
    return not places or not all(
        any(place.is_relative_to(folder) for folder in WITHOUT_DATABASE) for place in places
    )


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(
    early_config: pytest.Config, args: list[str]
) -> Generator[None, None, None]:
    """A wrapper comes before every other plugin, and so before pytest-django."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        environment = RunEnvironment()
        early_config.stash[_KEY] = environment
        early_config.add_cleanup(environment.stop)
        chosen = early_config.known_args_namespace.file_or_dir or args
        environment.start(needs_database=_may_need_database(chosen, early_config.invocation_params.dir))
    return (yield)
