"""What a domain event is. Writing and handing on is the outbox's work; this module is free of Django."""

from __future__ import annotations

import dataclasses
import types
import typing
from enum import Enum
from functools import cache
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
        known = _classes.get(cls.kind)
        # ``dataclass(slots=True)`` makes the class a second time, under the same name.
        assert known is None or _name_of(known) == _name_of(cls), f"two events of kind {cls.kind}"
        _classes[cls.kind] = cls


_classes: dict[str, type[DomainEvent]] = {}


def event_classes() -> dict[str, type[DomainEvent]]:
    """Every known event class by its kind."""
    return dict(_classes)


def restore(kind: str, payload: dict[str, Any]) -> DomainEvent:
    """The event of a stored row: ids, tuples and enumerations come back as the fields' types say.

    Fields that the class no longer has are dropped; a field that is newer than the row needs a default.
    """
    wanted = _field_types(kind)
    return _classes[kind](
        **{name: _restored(wanted[name], value) for name, value in payload.items() if name in wanted}
    )


@cache
def _field_types(kind: str) -> dict[str, Any]:
    cls = _classes[kind]
    hints = typing.get_type_hints(cls)
    return {field.name: hints[field.name] for field in dataclasses.fields(cls)}


def _restored(wanted: Any, value: Any) -> Any:
    if value is None:
        return None
    if isinstance(wanted, type) and issubclass(wanted, Id | Enum):
        return wanted(value)
    origin, arguments = typing.get_origin(wanted), typing.get_args(wanted)
    if origin is tuple:
        return tuple(_restored(arguments[0], each) for each in value)
    if origin in (types.UnionType, typing.Union):
        # The only union an event has is with None.
        return _restored(next(each for each in arguments if each is not type(None)), value)
    return value


def _name_of(cls: type) -> str:
    return f"{cls.__module__}.{cls.__qualname__}"
