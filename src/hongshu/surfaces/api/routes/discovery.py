"""Finding notes and members by rule: topics, destinations, what is near, whom to follow."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router

from hongshu.community.notes.contracts import TOPIC_MAX
from hongshu.flows.pages import queries
from hongshu.flows.pages.contracts import (
    DestinationPage,
    DestinationsPage,
    NearbyPage,
    SuggestedPage,
    TopicPage,
)
from hongshu.surfaces.api.answers import answer
from hongshu.surfaces.api.document import gives
from hongshu.surfaces.api.entrance import MEMBERS, anybody, member_of, viewer_of
from hongshu.surfaces.api.inputs import Cursor, SlugInPath

router = Router(tags=["discovery"])
Topic = Annotated[str, Path(..., description=f"Without its sign; at most {TOPIC_MAX} characters.")]


@router.get("/topics/{topic}", auth=anybody, openapi_extra=gives(TopicPage))
def get_topic(request: HttpRequest, topic: Topic, cursor: Cursor) -> HttpResponse:
    """A topic with a page of its notes, the newest first."""
    return answer(queries.topic_page(viewer_of(request), topic=topic, cursor=cursor))


@router.get("/suggested-members", auth=MEMBERS, openapi_extra=gives(SuggestedPage))
def list_suggested_members(request: HttpRequest) -> HttpResponse:
    """Members whom you might follow."""
    member_of(request)
    return answer(queries.suggested_page(viewer_of(request)))


@router.get("/destinations", auth=anybody, openapi_extra=gives(DestinationsPage))
def list_destinations(request: HttpRequest) -> HttpResponse:
    """The countries and cities that have notes, the most first."""
    return answer(queries.destinations_page(viewer_of(request)))


@router.get("/destinations/{slug:country}", auth=anybody, openapi_extra=gives(DestinationPage))
def get_country(request: HttpRequest, country: SlugInPath, cursor: Cursor) -> HttpResponse:
    """What people buy in a country; with a cursor only the notes go on."""
    return answer(queries.destination_page(viewer_of(request), country=country, cursor=cursor))


@router.get("/destinations/{slug:country}/{slug:city}", auth=anybody, openapi_extra=gives(DestinationPage))
def get_city(request: HttpRequest, country: SlugInPath, city: SlugInPath, cursor: Cursor) -> HttpResponse:
    """What people buy in a city; with a cursor only the notes go on."""
    return answer(queries.destination_page(viewer_of(request), country=country, city=city, cursor=cursor))


@router.get("/nearby", auth=anybody, openapi_extra=gives(NearbyPage))
def list_nearby(
    request: HttpRequest,
    place: Annotated[
        str, Query("", max_length=80, description="A city as its path: `japan/tokyo`. Empty: the choices.")
    ],
    cursor: Cursor,
) -> HttpResponse:
    """Notes near a city: the nearer city first, within a city the newest first."""
    return answer(queries.nearby_page(viewer_of(request), place=place, cursor=cursor))
