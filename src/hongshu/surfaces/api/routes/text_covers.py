"""Covers of a line of one's own words, for notes without a photo."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from ninja import Field, Router, Schema

from hongshu.flows.text_covers.contracts import LINE_MAX, CoverTemplate
from hongshu.flows.text_covers.queries import list_templates
from hongshu.flows.text_covers.services import store_cover
from hongshu.kernel.wire import encode_json
from hongshu.surfaces.api.answers import answer, lasting_answer
from hongshu.surfaces.api.document import gives
from hongshu.surfaces.api.entrance import MEMBERS, member_of
from hongshu.surfaces.api.inputs import Text
from hongshu.surfaces.api.routes.pictures import StoredPicture, stored

router = Router(tags=["pictures"])


class CoverInput(Schema):
    """The words, and the look of ``/text-covers`` by its slug."""

    line: Text = Field(..., max_length=400, description=f"At most {LINE_MAX} characters are drawn.")
    template: Text = Field(..., max_length=40)


@dataclass(frozen=True, slots=True)
class CoverTemplates:
    """The looks, in the order in which they are shown."""

    templates: tuple[CoverTemplate, ...]


@router.get("/text-covers", openapi_extra=gives(CoverTemplates))
def list_cover_templates(request: HttpRequest) -> HttpResponseBase:
    """The looks of text covers, in both languages."""
    return lasting_answer(request, encode_json(CoverTemplates(templates=list_templates())), max_age_s=300)


@router.post(
    "/text-covers",
    auth=MEMBERS,
    response={201: None},
    openapi_extra=gives(StoredPicture, status=201, text="Stored"),
)
def make_cover(request: HttpRequest, cover: CoverInput) -> HttpResponse:
    """Draw a line as a picture, which a note may show as an uploaded one."""
    picture = store_cover(owner_id=member_of(request), line=cover.line, template=cover.template)
    return answer(stored(picture), status=201)
