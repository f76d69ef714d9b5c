"""Reporting, and what was decided about oneself."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema
from pydantic import Field

from hongshu.flows.moderation.services import report
from hongshu.flows.pages import queries
from hongshu.flows.pages.contracts import DecisionsPage, DecisionView
from hongshu.kernel.ids import parse_id
from hongshu.platform.trust.contracts import Reason, parse_subject
from hongshu.platform.trust.services import appeal
from hongshu.surfaces.api.answers import answer
from hongshu.surfaces.api.document import gives
from hongshu.surfaces.api.entrance import MEMBERS, member_of, viewer_of
from hongshu.surfaces.api.inputs import IdInPath, Text

router = Router(tags=["trust"])


@dataclass(frozen=True, slots=True)
class TakenReport:
    """The report was taken; staff look at it. ``subject`` as it was sent."""

    subject: str


class ReportInput(Schema):
    """What is wrong with what."""

    subject: Text = Field(
        max_length=40,
        description="A kind (note, comment, question, answer, member, product), a colon, the id.",
    )
    reason: Reason
    words: Text = Field("", max_length=4000, description="Needed for the reason ``other``.")


class AppealInput(Schema):
    """Why the decision is wrong."""

    words: Text = Field(max_length=4000)


@router.post(
    "/reports",
    auth=MEMBERS,
    response={202: None},
    openapi_extra=gives(TakenReport, status=202, text="Taken, or taken before"),
)
def add_report(request: HttpRequest, report_input: ReportInput) -> HttpResponse:
    """Report something that you see. A second report of the same changes nothing."""
    report(
        reporter_id=member_of(request),
        subject=parse_subject(report_input.subject),
        reason=report_input.reason,
        words=report_input.words,
    )
    return answer(TakenReport(subject=report_input.subject), status=202)


@router.get("/decisions", auth=MEMBERS, openapi_extra=gives(DecisionsPage))
def list_decisions(request: HttpRequest) -> HttpResponse:
    """What was decided about you and what is yours, the newest first, with reasons."""
    return answer(queries.decisions_page(viewer_of(request)))


@router.post("/decisions/{decision_id}/appeal", auth=MEMBERS, openapi_extra=gives(DecisionView))
def add_appeal(request: HttpRequest, decision_id: IdInPath, appeal_input: AppealInput) -> HttpResponse:
    """Appeal, once. The same words again change nothing."""
    key = parse_id(decision_id)
    appeal(user_id=member_of(request), decision_id=key, words=appeal_input.words)
    return answer(queries.decision_view(viewer_of(request), decision_id=key))
