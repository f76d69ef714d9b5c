"""Reports, and the cases they make."""

from __future__ import annotations

from django.db import connection, transaction
from django.db.models import F

from hongshu.kernel.ids import Id, new_id
from hongshu.platform.trust import rules
from hongshu.platform.trust.contracts import CannotReportSelf, Subject
from hongshu.platform.trust.models import CaseRow, ReportRow
from hongshu.platform.trust.queries import list_records

_OPEN = """
INSERT INTO trust_case (id, user_id, subject_kind, subject_id, is_open, report_count, weight)
VALUES (%s, %s, %s, %s, true, 0, 0)
ON CONFLICT (user_id, subject_kind, subject_id) WHERE is_open DO NOTHING
"""


@transaction.atomic
def report_subject(*, reporter_id: Id, subject: Subject, user_id: Id, reason: str, words: str = "") -> Id:
    """Put a subject of the member ``user_id`` before staff; returns the id of its open case.

    Whether the reporter sees the subject is the caller's to know (flows.moderation). Idempotent: a second
    report of one member in one case changes nothing. Locks the case. Raises UnknownReason, WordsTooLong,
    WordsNeeded (for "other"), CannotReportSelf.
    """
    wanted = rules.checked_reason(reason)
    said = rules.checked_words(words, needed=wanted.value == "other")
    if reporter_id == user_id:
        raise CannotReportSelf
    right, wrong = list_records([reporter_id])[reporter_id]
    weight = rules.report_weight(wanted, upheld=right, dismissed=wrong)
    case = _open_case(subject, user_id)
    report, is_new = ReportRow.objects.get_or_create(
        user_id=user_id,
        case_id=case.id,
        reporter_id=reporter_id,
        defaults={"reason": wanted, "words": said, "weight": weight},
    )
    if is_new:
        CaseRow.objects.filter(id=case.id).update(
            report_count=F("report_count") + 1, weight=F("weight") + report.weight
        )
    return Id(case.id)


def _open_case(subject: Subject, user_id: Id) -> CaseRow:
    """The subject's open case, locked; a decision that is being made first closes it, and another is
    opened.
    """
    while True:
        with connection.cursor() as cursor:
            cursor.execute(_OPEN, [new_id(), user_id, subject.kind, subject.id])
        case = (
            CaseRow.objects.select_for_update()
            .filter(user_id=user_id, subject_kind=subject.kind, subject_id=subject.id, is_open=True)
            .first()
        )
        if case is not None:
            return case
