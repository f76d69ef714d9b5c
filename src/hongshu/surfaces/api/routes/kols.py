"""The KOL badge of the caller: its state, and applying for it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema
from pydantic import Field

from hongshu.community.members.contracts import KolEvidence
from hongshu.flows.kols.services import apply_for_kol
from hongshu.flows.pages import queries
from hongshu.flows.pages.contracts import KolPage
from hongshu.surfaces.api.answers import answer
from hongshu.surfaces.api.document import gives
from hongshu.surfaces.api.entrance import MEMBERS, member_of, viewer_of
from hongshu.surfaces.api.inputs import Text, WireId

router = Router(tags=["members"])


class KolInput(Schema):
    """What shows that you know a field. Staff answer with a reason."""

    field: Text = Field("", max_length=200, description="At most 20 characters.")
    words: Text = Field("", max_length=5000, description="At most 1,000 characters; only staff read them.")
    links: list[Text] = Field(default_factory=list, max_length=20)
    note_ids: list[WireId] = Field(default_factory=list, max_length=20, description="Public notes of yours.")


@router.get("/kol", auth=MEMBERS, openapi_extra=gives(KolPage))
def get_kol(request: HttpRequest) -> HttpResponse:
    """Your badge, or what became of your application for it."""
    return answer(queries.kol_page(viewer_of(request)))


@router.post(
    "/kol", auth=MEMBERS, response={201: None}, openapi_extra=gives(KolPage, status=201, text="It waits")
)
def apply(request: HttpRequest, application: KolInput) -> HttpResponse:
    """Apply for the badge. One application at a time waits, so a second is refused (409)."""
    apply_for_kol(
        user_id=member_of(request),
        evidence=KolEvidence(
            field=application.field,
            words=application.words,
            links=tuple(application.links),
            note_ids=tuple(application.note_ids),
        ),
    )
    return answer(queries.kol_page(viewer_of(request)), status=201)
