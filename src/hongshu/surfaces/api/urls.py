"""The API as one object, with its addresses."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from ninja import NinjaAPI
from ninja.operation import Operation

from hongshu.surfaces.api.answers import lasting_answer
from hongshu.surfaces.api.document import openapi_bytes
from hongshu.surfaces.api.inputs import StrictParser
from hongshu.surfaces.api.problems import handle_problems
from hongshu.surfaces.api.routes import (
    behaviour,
    boards,
    buying,
    comments,
    completing,
    discovery,
    drafts,
    identity,
    kols,
    members,
    notes,
    notifications,
    own_notes,
    pictures,
    questions,
    searching,
    shop,
    text_covers,
    trust,
)


class HouseApi(NinjaAPI):
    """An API whose operations are called by the names of their functions."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        return operation.view_func.__name__


# No page of documentation: it would load scripts of foreign hosts. The document itself is made here as well,
# because ninja makes it anew for each request.
api = HouseApi(
    title="Hongshu",
    version="1",
    description="Notes, products, members, and what members do. Refusals are application/problem+json.",
    urls_namespace="api",
    openapi_url=None,
    docs_url=None,
    parser=StrictParser(),
)
handle_problems(api)
for part in (
    notes,
    boards,
    buying,
    comments,
    completing,
    searching,
    discovery,
    own_notes,
    drafts,
    shop,
    questions,
    identity,
    kols,
    members,
    pictures,
    text_covers,
    behaviour,
    notifications,
    trust,
):
    api.add_router("", part.router)


@api.get("/openapi.json", include_in_schema=False, url_name="openapi")
def openapi(request: HttpRequest) -> HttpResponseBase:
    """This API, described (OpenAPI 3.1)."""
    return lasting_answer(request, openapi_bytes(api), max_age_s=300)
