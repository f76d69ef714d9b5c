"""The model field of ids: a bigint that comes back as ``Id`` and is made in the application."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models

from hongshu.kernel.ids.generator import new_id
from hongshu.kernel.ids.shape import Id

if TYPE_CHECKING:
    _Column = models.BigIntegerField[int, Id]
else:
    _Column = models.BigIntegerField


class IdField(_Column):
    """A column of ids. As a primary key it issues a new id by itself."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        if kwargs.get("primary_key"):
            kwargs.setdefault("default", new_id)
            kwargs.setdefault("editable", False)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: int | None, _expression: Any, _connection: Any) -> Id | None:
        return None if value is None else Id(value)
