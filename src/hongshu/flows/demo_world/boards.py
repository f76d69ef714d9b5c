"""Boards of the demo world: those of the content, and for everybody a default one of what they like."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from hongshu.community.responses.services import roll_up_collects, save_board
from hongshu.flows.demo_world.applause import likers_of
from hongshu.flows.demo_world.contracts import ContentError, DemoNote, World, chance_of
from hongshu.flows.demo_world.storytelling import find_notes
from hongshu.kernel.ids import Id

CONTENT = Path(__file__).resolve().parent / "content" / "boards.toml"
# One like in so many is also a collect.
_ONE_IN = 3


@dataclass(frozen=True, slots=True)
class DemoBoard:
    """A board of the content."""

    owner: str
    title: str
    channels: tuple[str, ...]
    most: int
    is_private: bool
    editors: tuple[str, ...]


@cache
def read_boards() -> tuple[DemoBoard, ...]:
    """The boards of the content. Raises ContentError."""
    entries = tomllib.loads(CONTENT.read_text(encoding="utf-8"))["board"]
    try:
        return tuple(
            DemoBoard(
                owner=entry["owner"],
                title=entry["title"],
                channels=tuple(entry["channels"]),
                most=int(entry["most"]),
                is_private=bool(entry.get("private", False)),
                editors=tuple(entry.get("editors", ())),
            )
            for entry in entries
        )
    except KeyError as lacking:
        raise ContentError([f"boards.toml: an entry lacks {lacking}"]) from None


def save_boards(world: World, people: Mapping[str, Id], *, with_default: bool = True) -> None:
    """The boards with those of their notes that are there. Idempotent; what was taken off stays off."""
    known = find_notes(world.notes, people)
    languages = {member.handle: member.language for member in world.members}
    for board in read_boards():
        if board.owner not in languages or board.owner not in people:
            continue
        chosen = _chosen(board, world.notes, languages[board.owner])
        note_ids = [known[note.slug] for note in chosen if note.slug in known]
        if not note_ids:
            continue
        save_board(
            owner_id=people[board.owner],
            title=board.title,
            note_ids=note_ids,
            is_private=board.is_private,
            editor_ids=[people[handle] for handle in board.editors if handle in people],
        )
    for handle, notes in _liked(world).items() if with_default else ():
        if handle in people:
            save_board(
                owner_id=people[handle], title="", note_ids=[known[slug] for slug in notes if slug in known]
            )
    while roll_up_collects():
        pass


def _chosen(board: DemoBoard, notes: Sequence[DemoNote], language: str) -> list[DemoNote]:
    fitting = [
        note
        for note in notes
        if note.channel in board.channels and note.language == language and note.author != board.owner
    ]
    chance = chance_of("board", board.owner, board.title)
    return chance.sample(fitting, min(board.most, len(fitting)))


def _liked(world: World) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for note in world.notes:
        for handle in likers_of(note, world.members):
            if chance_of("collect", note.slug, handle).randrange(_ONE_IN) == 0:
                found.setdefault(handle, []).append(note.slug)
    return found
