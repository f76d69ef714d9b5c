"""Commands on applications for the KOL badge."""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction

from hongshu.community.members import services as members
from hongshu.community.members.contracts import (
    KOL_NOTES_MAX,
    InvalidKolNotes,
    KolApplication,
    KolEvidence,
)
from hongshu.community.notes.queries import list_summaries_by_id
from hongshu.kernel.ids import Id


@transaction.atomic
def apply_for_kol(*, user_id: Id, evidence: KolEvidence) -> KolApplication:
    """Ask staff for the badge; the notes shown for it are public ones of the member's own.

    Raises InvalidKolNotes and what members.services.apply_for_kol raises.
    """
    wanted = tuple(dict.fromkeys(evidence.note_ids))
    # Asked as nobody: what only some may see proves nothing to staff.
    found = list_summaries_by_id(wanted[: KOL_NOTES_MAX + 1])
    own = {key for key, summary in found.items() if summary.author_id == user_id}
    if len(wanted) <= KOL_NOTES_MAX and own != set(wanted):
        raise InvalidKolNotes(field="notes", max=KOL_NOTES_MAX)
    return members.apply_for_kol(user_id=user_id, evidence=replace(evidence, note_ids=wanted))
