"""Reads of the behaviour log."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db.models import QuerySet

from hongshu.kernel.ids import Id, id_at
from hongshu.platform.behaviour import rules
from hongshu.platform.behaviour.contracts import BehaviourEvent, EventKind, Surface
from hongshu.platform.behaviour.models import EventRow, RefusalCount


def list_recent_actions(user_id: Id, *, limit: int = 100) -> tuple[BehaviourEvent, ...]:
    """What a member did, newest view first: openings and looks, no impressions. One query over a small
    index.
    """
    rows = EventRow.objects.filter(actor_id=user_id).exclude(kind=EventKind.IMPRESSION.value)
    return tuple(_event(row) for row in rows.order_by("-id")[:limit])


def list_events(
    *,
    since: datetime,
    until: datetime | None = None,
    user_id: Id | None = None,
    visitor: str = "",
    kinds: Collection[EventKind] = (),
    limit: int = 1000,
) -> tuple[BehaviourEvent, ...]:
    """The events of views that were served in [since, until), oldest first; of one person when one is
    given.
    """
    rows = _matching(since=since, until=until, user_id=user_id, visitor=visitor, kinds=kinds)
    return tuple(_event(row) for row in rows.order_by("id")[:limit])


def count_events(
    *,
    since: datetime,
    until: datetime | None = None,
    user_id: Id | None = None,
    visitor: str = "",
    kinds: Collection[EventKind] = (),
) -> int:
    """How many ``list_events`` would find without a limit."""
    return _matching(since=since, until=until, user_id=user_id, visitor=visitor, kinds=kinds).count()


def list_events_of_user(user_id: Id, *, after: int = 0, limit: int = 2000) -> tuple[BehaviourEvent, ...]:
    """Everything the log has of a member, in the order of ids; for the export of their data. One query."""
    rows = EventRow.objects.filter(actor_id=user_id, id__gt=after).order_by("id")[:limit]
    return tuple(map(_event, rows))


def list_refusals(day: date) -> dict[str, int]:
    """How many events of genuine views were refused on a day (UTC), by reason."""
    return dict(RefusalCount.objects.filter(day=day).values_list("reason", "count"))


def _matching(
    *,
    since: datetime,
    until: datetime | None,
    user_id: Id | None,
    visitor: str,
    kinds: Collection[EventKind],
) -> QuerySet[EventRow]:
    rows = EventRow.objects.filter(id__gte=id_at(since))
    if until is not None:
        rows = rows.filter(id__lt=id_at(until))
    if user_id is not None or visitor:
        rows = rows.filter(actor_id=rules.actor_of(user_id, visitor))
    if kinds:
        rows = rows.filter(kind__in=[kind.value for kind in kinds])
    return rows


def _event(row: EventRow) -> BehaviourEvent:
    return BehaviourEvent(
        id=Id(row.id),
        kind=EventKind(row.kind),
        surface=Surface(row.surface),
        actor_id=row.actor_id,
        user_id=Id(row.actor_id) if row.actor_id > 0 else None,
        entity_kind=row.entity_kind,
        entity_id=Id(row.entity_id),
        position=row.position,
        source=row.source,
        propensity=row.propensity,
        subject_kind=row.subject_kind,
        subject_id=None if row.subject_id is None else Id(row.subject_id),
        request_id=row.request_id,
        model_version=row.model_version,
        arms=row.arms,
        ref_id=None if row.ref_id is None else Id(row.ref_id),
        offset_ms=row.offset_ms,
        visible_ms=row.visible_ms,
        occurred_at=row.occurred_at,
    )
