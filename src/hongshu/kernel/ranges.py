"""Cutting a long table into ranges of its primary key, so that each can be read by itself."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Model, QuerySet, Window
from django.db.models.functions import Mod, RowNumber

from hongshu.kernel.ids import Id


def first_of_ranges(rows: QuerySet[Any, Any], *, every: int) -> tuple[Id, ...]:
    """The first key of each range of *every* rows, in the order of the keys. One scan of *rows*."""
    assert issubclass(rows.model, Model)
    numbered = rows.order_by().annotate(number=Window(RowNumber(), order_by="id"))
    firsts = numbered.annotate(rest=Mod(F("number"), every)).filter(rest=1 % every).order_by("id")
    return tuple(Id(key) for key in firsts.values_list("id", flat=True))
