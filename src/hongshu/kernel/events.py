"""What a domain event is. Writing and handing on is the outbox's work; this module is free of Django."""

from __future__ import annotations

import dataclasses
from typing import Any, ClassVar

from hongshu.kernel.ids import Id


@dataclasses.dataclass(frozen=True)
class DomainEvent:
    """Base of every event. A subclass is a frozen dataclass of ids and short texts, with a ``kind``.

    An event carries what happened to whom, never a copy of the state: subscribers read that again.
    """

    kind: ClassVar[str] = ""

    def __init_subclass__(cls) -> None:
        assert cls.kind, f"{cls.__name__} needs a kind, such as 'notes.note_published'"
        assert cls.kind not in _classes, f"two events of kind {cls.kind}"
        _classes[cls.kind] = cls


_classes: dict[str, type[DomainEvent]] = {}


def event_classes() -> dict[str, type[DomainEvent]]:
    """Every known event class by its kind."""
    return dict(_classes)


def restore(kind: str, payload: dict[str, Any]) -> DomainEvent:
    """The event of a stored row. Fields that the class no longer has are dropped."""
    cls = _classes[kind]
    values = {}
    for field in dataclasses.fields(cls):
        if field.name in payload:
            value = payload[field.name]
            values[field.name] = Id(value) if field.name.endswith("_id") and value is not None else value
    return cls(**values)
