"""Private clusters for the tests of this folder."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from hongshu.kernel.private_database.cluster import PrivateCluster


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "postgresql"


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder as initdb leaves it: copying one is faster than making each."""
    cluster = PrivateCluster(tmp_path_factory.mktemp("pristine") / "postgresql")
    assert cluster.initialise()
    cluster.stop()
    return cluster.layout.data_folder


@pytest.fixture
def made(folder: Path, pristine: Path) -> Path:
    """A data folder that needs no initdb."""
    shutil.copytree(pristine, folder)
    return folder


@pytest.fixture
def cluster(made: Path) -> Iterator[PrivateCluster]:
    """A started cluster with all the durability of a real one."""
    cluster = PrivateCluster(made)
    cluster.start()
    cluster.ensure_database()
    yield cluster
    cluster.stop()
