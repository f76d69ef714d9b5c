"""Completing names while they are typed."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from hongshu.flows.pages import queries
from hongshu.flows.pages.contracts.completing import MemberCompletions, TopicCompletions
from hongshu.surfaces.api.answers import answer
from hongshu.surfaces.api.document import gives
from hongshu.surfaces.api.entrance import MEMBERS, viewer_of

router = Router(tags=["discovery"])
Beginning = Annotated[
    str, Query("", alias="q", max_length=200, description="What was typed so far; forty characters count.")
]


@router.get("/completions/members", auth=MEMBERS, openapi_extra=gives(MemberCompletions))
def complete_members(request: HttpRequest, q: Beginning) -> HttpResponse:
    """Members whom you may mention and whose handle or name begins so; at most eight."""
    return answer(queries.complete_members(viewer_of(request), text=q))


@router.get("/completions/topics", auth=MEMBERS, openapi_extra=gives(TopicCompletions))
def complete_topics(request: HttpRequest, q: Beginning) -> HttpResponse:
    """Topics that begin so; at most eight."""
    return answer(queries.complete_topics(viewer_of(request), text=q))
