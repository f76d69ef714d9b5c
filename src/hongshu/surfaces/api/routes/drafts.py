"""Drafts: kept under keys of the caller's own, published when they are due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from hongshu.community.notes.contracts import SavedDraft
from hongshu.community.notes.queries import get_draft
from hongshu.flows.pages import queries
from hongshu.flows.pages.contracts import DraftsPage
from hongshu.flows.publishing.services import discard_draft, save_draft, schedule_draft
from hongshu.surfaces.api.answers import answer
from hongshu.surfaces.api.document import gives
from hongshu.surfaces.api.entrance import MEMBERS, member_of, viewer_of
from hongshu.surfaces.api.inputs import NoteInput, ScheduleInput, SlugInPath

router = Router(tags=["notes"])


@dataclass(frozen=True, slots=True)
class DraftSaved:
    """Whether it was kept: one that was overtaken by a later ``serial`` was not."""

    key: str
    is_saved: bool


@router.get("/drafts", auth=MEMBERS, openapi_extra=gives(DraftsPage))
def list_drafts(request: HttpRequest) -> HttpResponse:
    """What you are writing, the last saved first."""
    return answer(queries.drafts_page(viewer_of(request)))


@router.get("/drafts/{slug:key}", auth=MEMBERS, openapi_extra=gives(SavedDraft))
def read_draft(request: HttpRequest, key: SlugInPath) -> HttpResponse:
    """A draft as it was last saved."""
    return answer(get_draft(author_id=member_of(request), key=key[:80]))


@router.put("/drafts/{slug:key}", auth=MEMBERS, openapi_extra=gives(DraftSaved))
def put_draft(
    request: HttpRequest,
    key: SlugInPath,
    note: NoteInput,
    serial: Annotated[int, Query(0, ge=0, lt=2**62, description="Counts your saves; a lower one is late.")],
) -> HttpResponse:
    """Keep a draft, whatever it lacks, under the first eighty characters of the key."""
    is_saved = save_draft(author_id=member_of(request), key=key[:80], draft=note.draft(), serial=serial)
    return answer(DraftSaved(key=key[:80], is_saved=is_saved))


@router.delete(
    "/drafts/{slug:key}", auth=MEMBERS, response={204: None}, openapi_extra=gives(None, status=204)
)
def delete_draft(request: HttpRequest, key: SlugInPath) -> HttpResponse:
    """Let a draft go. Idempotent."""
    discard_draft(author_id=member_of(request), key=key[:80])
    return HttpResponse(status=204)


@router.put(
    "/drafts/{slug:key}/schedule", auth=MEMBERS, response={204: None}, openapi_extra=gives(None, status=204)
)
def schedule(request: HttpRequest, key: SlugInPath, wish: ScheduleInput) -> HttpResponse:
    """Let a draft be published one hour to fourteen days ahead, or with null no longer."""
    moment = None if wish.publish_at is None else wish.publish_at.astimezone(UTC)
    schedule_draft(author_id=member_of(request), key=key[:80], publish_at=moment)
    return HttpResponse(status=204)
