"""The real name of the caller."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema
from pydantic import Field

from hongshu.flows.pages import queries
from hongshu.flows.pages.contracts import IdentityPage
from hongshu.platform.identity.services import prove_identity, remove_identity
from hongshu.surfaces.api.answers import answer
from hongshu.surfaces.api.document import gives
from hongshu.surfaces.api.entrance import MEMBERS, member_of
from hongshu.surfaces.api.inputs import Text

router = Router(tags=["identity"])


class PersonInput(Schema):
    """A name and a resident id; neither is ever given out again."""

    name: Text = Field("", max_length=60, repr=False)
    number: Text = Field("", max_length=40, repr=False, description="18 characters; the last may be X.")


@router.get("/identity", auth=MEMBERS, openapi_extra=gives(IdentityPage))
def get_identity(request: HttpRequest) -> HttpResponse:
    """What is kept of your real name, masked, and who opened it."""
    return answer(queries.identity_page(member_of(request)))


@router.post(
    "/identity",
    auth=MEMBERS,
    response={201: None},
    openapi_extra=gives(IdentityPage, status=201, text="Proven"),
)
def prove(request: HttpRequest, person: PersonInput) -> HttpResponse:
    """Prove your real name: compared with the register, and sealed. Five failures a day are all."""
    prove_identity(user_id=member_of(request), name=person.name, number=person.number)
    return answer(queries.identity_page(member_of(request)), status=201)


@router.delete("/identity", auth=MEMBERS, response={204: None}, openapi_extra=gives(None, status=204))
def remove(request: HttpRequest) -> HttpResponse:
    """Take your real name off the account; what the law wants kept is destroyed on its day."""
    remove_identity(user_id=member_of(request))
    return HttpResponse(status=204)
