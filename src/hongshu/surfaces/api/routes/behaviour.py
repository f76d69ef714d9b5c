"""What clients report to the behaviour log."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from hongshu.kernel import clock
from hongshu.platform.behaviour.contracts import (
    EVENTS_A_VIEW,
    MAX_BATCH_BYTES,
    MAX_BATCH_EVENTS,
    BatchTooLarge,
    Collected,
    EventKind,
)
from hongshu.platform.behaviour.services import collect_batch
from hongshu.surfaces.api.answers import answer
from hongshu.surfaces.api.document import gives

router = Router(tags=["behaviour"])


def _whole(text: str, lowest: int, **more: Any) -> dict[str, Any]:
    return {"type": "integer", "minimum": lowest, "description": text, **more}


_EVENT: dict[str, Any] = {
    "type": "object",
    "properties": {
        "n": _whole("Counts up in a view.", 1, maximum=EVENTS_A_VIEW),
        "kind": {"type": "string", "enum": [kind.value for kind in EventKind]},
        "p": _whole("Position in the view; -1 is its subject.", -1),
        "at": _whole("Milliseconds since the view appeared.", 0),
        "d": _whole("Milliseconds in view.", 0),
    },
    "required": ["n", "kind", "p"],
}
_BATCH: dict[str, Any] = {
    "type": "object",
    "properties": {
        "view": {"type": "string", "description": "The ``view`` of the page on which it happened."},
        "events": {"type": "array", "maxItems": MAX_BATCH_EVENTS, "items": _EVENT},
    },
    "required": ["view", "events"],
}
_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {"schema": _BATCH},
            # What ``navigator.sendBeacon`` can send without asking first: the same JSON.
            "text/plain": {"schema": {"type": "string"}},
        },
    }
}


@router.post(
    "/behaviour/batches",
    response={202: None},
    openapi_extra={**gives(Collected, status=202, text="Taken in, and counted"), **_BODY},
)
def add_batch(request: HttpRequest) -> HttpResponse:
    """Report what happened on one view. The view's token is the permission; nobody need be signed in.

    Sending a batch again changes nothing. At most 64 kB, 100 events, and 72 hours after the view.
    """
    if int(request.META.get("CONTENT_LENGTH") or 0) > MAX_BATCH_BYTES:
        raise BatchTooLarge
    # Who is signed in is not asked, because that would cost more than the rest: the token knows it.
    collected = collect_batch(
        body=request.body,
        user_id=None,
        visitor=getattr(request, "visitor", ""),
        now=clock.now(),
        address=getattr(request, "address", ""),
    )
    return answer(collected, status=202)
