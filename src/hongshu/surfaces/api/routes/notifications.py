"""What a member is told, how much of it waits, and where the counts are heard of live."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema

from hongshu.flows.pages import queries
from hongshu.flows.pages.contracts import NotificationsPage
from hongshu.platform.notifications.contracts import StreamTicket, UnreadCounts
from hongshu.platform.notifications.services import mark_notice_read, mark_read
from hongshu.surfaces.api.answers import answer
from hongshu.surfaces.api.document import gives
from hongshu.surfaces.api.entrance import MEMBERS, member_of, viewer_of
from hongshu.surfaces.api.inputs import Cursor, Text, WireId

router = Router(tags=["notifications"], auth=MEMBERS)


class ReadInput(Schema):
    """What was read: one notification, or a tab, or (with neither) everything."""

    id: WireId | None = None
    tab: Text = ""


@dataclass(frozen=True, slots=True)
class ReadAnswer:
    """How much waits after it."""

    unread: UnreadCounts


@router.get("/notifications", openapi_extra=gives(NotificationsPage))
def list_notifications(
    request: HttpRequest,
    tab: Annotated[str, Query("", max_length=12, description="talk, likes, followers, system; or all.")],
    cursor: Cursor,
) -> HttpResponse:
    """What others did, grouped, the latest first."""
    return answer(queries.notifications_page(viewer_of(request), tab=tab, cursor=cursor))


@router.get("/notifications/unread", openapi_extra=gives(UnreadCounts))
def count_notifications(request: HttpRequest) -> HttpResponse:
    """How many notifications wait unread, by tab; each is counted up to a hundred."""
    return answer(queries.unread_of(viewer_of(request)))


@router.post("/notifications/read", openapi_extra=gives(ReadAnswer))
def read_notifications(request: HttpRequest, what: ReadInput) -> HttpResponse:
    """Mark as read. Idempotent."""
    member = member_of(request)
    if what.id is not None:
        mark_notice_read(user_id=member, notice_id=what.id)
    else:
        mark_read(user_id=member, tab=queries.shown_tab(what.tab) if what.tab else None)
    return answer(ReadAnswer(unread=queries.unread_of(viewer_of(request))))


@router.get("/notifications/stream-token", openapi_extra=gives(StreamTicket))
def get_stream_token(request: HttpRequest) -> HttpResponse:
    """The address of your live counts, for EventSource: it opens for five minutes.

    Each ``unread`` event holds the counts as ``/notifications/unread`` gives them, the first one at once.
    """
    return answer(queries.stream_of(viewer_of(request)))
