"""The note in a data folder that says which version last ran there, and with which world.

A newer version may have changed what an older one would misread, so the older one refuses before it touches
anything. Whether the first start was with the demo world is kept too: a shop that began empty never gets it.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from hongshu import __version__
from hongshu.surfaces.cli.refusals import Refused

FILE = "installation.json"


@dataclass(frozen=True, slots=True)
class Installation:
    """What the note says."""

    version: str
    demo: bool
    is_filled: bool = False


def find_installation(data_folder: Path) -> Installation | None:
    """The note of a folder, or None if nothing was started there yet. Refuses one of a newer version."""
    path = data_folder / FILE
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        found = Installation(
            version=str(said["version"]), demo=bool(said["demo"]), is_filled=bool(said.get("is_filled"))
        )
        version = _numbers(found.version)
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError):
        raise Refused(
            f"{path} cannot be read: restore it from a backup, or choose another data folder."
        ) from None
    if version > _numbers(__version__):
        raise Refused(
            f"{data_folder} belongs to Hongshu {found.version}, and this is {__version__}: "
            "start that version, or choose another data folder."
        )
    return found


def save_installation(data_folder: Path, installation: Installation) -> None:
    """Write the note, whole or not at all."""
    data_folder.mkdir(parents=True, exist_ok=True)
    path = data_folder / FILE
    fresh = path.with_suffix(".new")
    fresh.write_text(json.dumps(asdict(installation)) + "\n", encoding="utf-8")
    fresh.replace(path)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))
