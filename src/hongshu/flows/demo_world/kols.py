"""KOLs of the demo world: badges by the staff's own door, and members who wait for theirs."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from hongshu.community.members.contracts import KolEvidence
from hongshu.community.members.queries import find_kol_application, list_kol_acts, list_profiles_by_id
from hongshu.community.members.services import verify_kol
from hongshu.community.notes.queries import list_notes_of_author
from hongshu.flows.demo_world.contracts import World, chance_of
from hongshu.flows.kols.services import apply_for_kol
from hongshu.kernel.ids import Id

CONTENT = Path(__file__).resolve().parent / "content" / "kols.toml"
_DECIDER = "team_moderator"
_EVIDENCE = 3


@dataclass(frozen=True, slots=True)
class KolContent:
    """What staff said, by language, and who applies with what."""

    reasons: Mapping[str, str]
    applications: tuple[tuple[str, KolEvidence], ...]


@cache
def read_kols() -> KolContent:
    """The content of this module."""
    told = tomllib.loads(CONTENT.read_text(encoding="utf-8"))
    return KolContent(
        reasons=told["reasons"],
        applications=tuple(
            (
                entry["handle"],
                KolEvidence(field=entry["field"], words=entry["words"].strip(), links=tuple(entry["links"])),
            )
            for entry in told["application"]
        ),
    )


def verify_kols(world: World, people: Mapping[str, Id], *, now: datetime) -> None:
    """Give the badge to those whom the content calls KOLs, each since a day after they joined. Idempotent:
    who had it once does not get it anew.
    """
    wanted = [member for member in world.members if member.kol_field and member.handle in people]
    profiles = list_profiles_by_id([people[member.handle] for member in wanted])
    for member in wanted:
        user_id = people[member.handle]
        if list_kol_acts(user_id):
            continue
        days = chance_of("kol", member.handle).uniform(20, 90)
        verify_kol(
            user_id=user_id,
            decider_id=people[_DECIDER],
            reason=read_kols().reasons[member.language],
            field=member.kol_field,
            since=min(now, profiles[user_id].joined_at + timedelta(days=days)),
        )


def apply_for_badges(people: Mapping[str, Id]) -> None:
    """Members apply, each with their newest notes as soon as there are any, and wait. Idempotent.

    Four of them have notes in the first part of the world.
    """
    for handle, evidence in read_kols().applications:
        user_id = people.get(handle)
        if user_id is None or find_kol_application(user_id) is not None:
            continue
        notes, _ = list_notes_of_author(user_id, viewer_id=None, limit=_EVIDENCE)
        if not notes:
            continue
        apply_for_kol(
            user_id=user_id,
            evidence=KolEvidence(
                field=evidence.field,
                words=evidence.words,
                links=evidence.links,
                note_ids=tuple(note.id for note in notes),
            ),
        )
