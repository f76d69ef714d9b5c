"""What people of the demo world say under its notes: from TOML to lines, checked, without Django.

A talk is a note's slug and its lines. A line is ``handle: words``; ``> `` answers the first-level comment
above it, ``>> `` the answer just before, ``! `` is pinned.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from hongshu.community.responses.contracts import COMMENT_MAX
from hongshu.flows.demo_world.contracts import ContentError

FOLDER = Path(__file__).resolve().parent / "content" / "comments"


@dataclass(frozen=True, slots=True)
class Line:
    """A comment. ``key`` tells it from others of its note; a reply has the keys of root and parent."""

    key: str
    handle: str
    words: str
    root_key: str = ""
    parent_key: str = ""
    is_pinned: bool = False


@cache
def the_talks() -> Mapping[str, tuple[Line, ...]]:
    """The talks that come with the program, by the slug of their note."""
    return read_talks(FOLDER)


def read_talks(folder: Path) -> dict[str, tuple[Line, ...]]:
    """Read all talks of *folder*. Raises ContentError with every fault there is."""
    talks: dict[str, tuple[Line, ...]] = {}
    faults: list[str] = []
    for path in sorted(folder.glob("*.toml")):
        for talk in tomllib.loads(path.read_text(encoding="utf-8"))["talk"]:
            slug = talk["note"]
            if slug in talks:
                faults.append(f"{path.name}: {slug!r} is talked about twice")
            lines, wrong = _lines(slug, talk["lines"])
            talks[slug] = lines
            faults += [f"{path.name}: {slug}: {fault}" for fault in wrong]
    if faults:
        raise ContentError(faults)
    return talks


def strangers(
    talks: Mapping[str, tuple[Line, ...]], *, notes: Collection[str], handles: Collection[str]
) -> list[str]:
    """Notes and people that talks name and that are not there."""
    found = [slug for slug in talks if slug not in notes]
    found += [
        f"{slug}: {line.handle}" for slug in talks for line in talks[slug] if line.handle not in handles
    ]
    return found


def _lines(slug: str, texts: list[str]) -> tuple[tuple[Line, ...], list[str]]:
    lines: list[Line] = []
    faults: list[str] = []
    root = last = ""
    for text in texts:
        mark, _, rest = text.partition(" ") if text[0] in ">!" else ("", "", text)
        handle, _, words = rest.partition(": ")
        if not words or len(words) > COMMENT_MAX:
            faults.append(f"{text!r} needs a writer, and 1 to {COMMENT_MAX} characters")
        if mark not in ("", "!", ">", ">>") or (mark in (">", ">>") and not root):
            faults.append(f"{text!r} answers nothing")
        key = hashlib.blake2b(f"{slug}/{rest}".encode(), digest_size=8).hexdigest()
        if mark in ("", "!"):
            root = last = key
            lines.append(Line(key=key, handle=handle, words=words, is_pinned=mark == "!"))
        else:
            parent = root if mark == ">" else last
            lines.append(Line(key=key, handle=handle, words=words, root_key=root, parent_key=parent))
            last = key
    if len({line.key for line in lines}) != len(lines):
        faults.append("a line stands there twice")
    if sum(line.is_pinned for line in lines) > 1:
        faults.append("one comment can be pinned, not more")
    return tuple(lines), faults
