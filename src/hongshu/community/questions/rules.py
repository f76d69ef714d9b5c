"""Pure decisions about questions."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from hongshu.community.questions.contracts import MOST_ASKED, QuestionEmpty, QuestionTooLong
from hongshu.kernel.ids import Id

_BLANK_LINES = re.compile(r"\n{3,}")


def checked_body(body: str, *, most: int) -> str:
    """A text as it is kept: trimmed, one blank line at a time. Raises QuestionEmpty, QuestionTooLong."""
    kept = _BLANK_LINES.sub("\n\n", body.replace("\r\n", "\n").replace("\0", "").strip())
    if not any(not character.isspace() and character.isprintable() for character in kept):
        raise QuestionEmpty(field="body")
    if len(kept) > most:
        raise QuestionTooLong(field="body", max=most, length=len(kept))
    return kept


def chosen_owners(
    owners: Sequence[Id], *, asked_lately: Mapping[Id, int], without: Collection[Id], most: int = MOST_ASKED
) -> tuple[Id, ...]:
    """Whom of *owners* a question is sent to: who was asked least lately, and then in their order."""
    able = [key for key in dict.fromkeys(owners) if key not in without]
    return tuple(sorted(able, key=lambda key: (asked_lately.get(key, 0), able.index(key)))[:most])
