"""The index's folder: generations side by side, and a file that names the one in use.

A generation is made whole before it is named, and naming is one rename: whoever is killed midway leaves the
old one in use.
"""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hongshu.kernel import settings

# A new schema or analysis makes every older generation unreadable: it is made anew at start.
FORMAT = 1


@dataclass(frozen=True, slots=True)
class Lore:
    """What was learnt of the documents when a generation was made, beside the index itself."""

    dictionary: Sequence[str]
    phrases: Sequence[tuple[str, float]]
    words: Mapping[str, int]


def home() -> Path:
    """Where all generations are."""
    return settings.current().data_folder / "search"


def current() -> Path | None:
    """The generation in use; None when there is none of this format."""
    try:
        name = (home() / "current").read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return None
    folder = home() / name
    return folder if name.startswith(f"g{FORMAT}-") and folder.is_dir() else None


def begin() -> Path:
    """An empty folder for a new generation."""
    folder = home() / f"g{FORMAT}-{time.time_ns()}-{os.getpid()}"
    folder.mkdir(parents=True)
    return folder


def use(folder: Path) -> None:
    """Put a generation that is whole to use, and take away those before the last one."""
    part = home() / f"current.{os.getpid()}"
    part.write_text(folder.name, encoding="ascii")
    before = current()
    os.replace(part, home() / "current")
    kept = {folder, before}
    for other in home().glob("g*-*"):
        # A younger one is somebody's who is still making it.
        if other not in kept and other.name < folder.name:
            shutil.rmtree(other, ignore_errors=True)


def write_lore(folder: Path, lore: Lore) -> None:
    """Keep what was learnt."""
    told = {"dictionary": lore.dictionary, "phrases": lore.phrases, "words": dict(lore.words)}
    (folder / "lore.json").write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")


def read_lore(folder: Path) -> Lore:
    """What ``write_lore`` kept. Raises OSError, ValueError."""
    told: dict[str, Any] = json.loads((folder / "lore.json").read_text(encoding="utf-8"))
    phrases = [(str(text), float(weight)) for text, weight in told["phrases"]]
    return Lore(told["dictionary"], phrases, told["words"])
