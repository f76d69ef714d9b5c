"""Members, and the channels of the explore feed."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from ninja import Router

from hongshu.community.notes.contracts import Channel
from hongshu.community.notes.queries import list_channels
from hongshu.flows.pages import queries
from hongshu.flows.pages.contracts import CardSlice, ProfilePage
from hongshu.kernel.wire import encode_json
from hongshu.surfaces.api.answers import answer, lasting_answer
from hongshu.surfaces.api.document import gives
from hongshu.surfaces.api.entrance import anybody, viewer_of
from hongshu.surfaces.api.inputs import Cursor, SlugInPath

router = Router(tags=["members"])


@dataclass(frozen=True, slots=True)
class ChannelList:
    """The channels, in the order of the tabs."""

    channels: tuple[Channel, ...]


@router.get("/members/{slug:handle}", auth=anybody, openapi_extra=gives(ProfilePage))
def get_member(request: HttpRequest, handle: SlugInPath) -> HttpResponse:
    """A member and their first notes."""
    return answer(queries.profile_page(viewer_of(request), handle=handle))


@router.get("/members/{slug:handle}/notes", auth=anybody, openapi_extra=gives(CardSlice))
def list_notes_of_member(request: HttpRequest, handle: SlugInPath, cursor: Cursor) -> HttpResponse:
    """A member's notes, newest first."""
    return answer(queries.profile_notes(viewer_of(request), handle=handle, cursor=cursor))


@router.get("/channels", tags=["notes"], openapi_extra=gives(ChannelList))
def get_channels(request: HttpRequest) -> HttpResponseBase:
    """The channels of the explore feed, in both languages."""
    return lasting_answer(request, encode_json(ChannelList(channels=list_channels())), max_age_s=5)
