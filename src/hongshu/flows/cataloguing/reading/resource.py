"""The columns as django-import-export knows them: a cell becomes a value, and a value a cell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone
from import_export.fields import Field
from import_export.resources import Resource
from import_export.widgets import Widget

from hongshu.flows.cataloguing.contracts import Problem, TableKind
from hongshu.flows.cataloguing.reading.files import FORMULA, Table
from hongshu.flows.cataloguing.rules.cells import (
    CellFault,
    content_of,
    defused,
    fen_of,
    fused,
    moment_of,
    plain_number,
    shortened,
    whole_of,
    yuan,
)
from hongshu.flows.cataloguing.rules.columns import ATTRIBUTE, COLUMNS, LONGEST, TEXT_MAX, Holds
from hongshu.flows.cataloguing.rules.lines import Line
from hongshu.store.catalog.contracts import PriceKind, ProductState

_WORDS = {Holds.STATE: [one.value for one in ProductState], Holds.KIND: [one.value for one in PriceKind]}
_SEPARATOR = "\n"


class CellWidget(Widget):  # type: ignore[misc, unused-ignore]
    """A cell that holds what its column says. Raises CellFault."""

    def __init__(self, holds: Holds, longest: int = TEXT_MAX) -> None:
        super().__init__()
        self._holds = holds
        self._longest = longest

    def clean(self, value: str, row: Any = None, **kwargs: Any) -> Any:
        """The value of a cell; None for an empty one of numbers and moments."""
        if value == FORMULA:
            raise CellFault("formula")
        text = fused(value).strip()
        if len(text) > self._longest:
            raise CellFault("too_long")
        return self._value(text)

    def _value(self, text: str) -> Any:
        match self._holds:
            case Holds.WHOLE:
                return whole_of(text)
            case Holds.CONTENT:
                return content_of(text)
            case Holds.FEN:
                return fen_of(text)
            case Holds.MOMENT:
                return moment_of(text, timezone.get_current_timezone())
            case Holds.LINES:
                return tuple(line.strip() for line in text.splitlines() if line.strip())
            case Holds.STATE | Holds.KIND:
                if text and text.lower() not in _WORDS[self._holds]:
                    raise CellFault(f"unknown_{self._holds.value}")
                return text.lower()
            case _:
                return text

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        """A cell that says the value, and that no spreadsheet calculates."""
        if value is None:
            return ""
        if self._holds is Holds.FEN:
            return yuan(value)
        if isinstance(value, datetime):
            return timezone.localtime(value).isoformat()
        if isinstance(value, tuple):
            return defused(_SEPARATOR.join(value))
        return defused(value) if isinstance(value, str) else plain_number(value)


class CatalogueResource(Resource):  # type: ignore[misc, unused-ignore]
    """The columns of one table, with one more for each attribute that is told."""

    def __init__(self, kind: TableKind, attributes: Iterable[str] = ()) -> None:
        super().__init__()
        for name, holds in COLUMNS[kind].items():
            self.fields[name] = _field(name, name, holds)
        for number, slug in enumerate(attributes):
            # Attribute names become paths at "__", which a slug may hold.
            self.fields[f"told{number}"] = _field(f"told{number}", ATTRIBUTE + slug, Holds.TEXT)

    def read(self, table: Table) -> tuple[list[Line], list[Problem]]:
        """The rows of a table, and each cell that its column cannot hold."""
        lines, problems = [], []
        of_attribute = {field.column_name: name for name, field in self.fields.items()}
        width = len(table.header)
        fields = [
            (self.fields[of_attribute[name]], place)
            for place, name in enumerate(table.header)
            if COLUMNS[table.kind].get(name) is not Holds.TOLD
        ]
        for number, cells in table.rows:
            line = Line(number)
            for value in cells[width:]:
                if value.strip():
                    problems.append(Problem(table.kind, number, "", "too_many_cells", shortened(value)))
                    break
            for field, place in fields:
                cell = cells[place] if place < len(cells) else ""
                try:
                    line.told[field.column_name] = field.widget.clean(cell)
                except CellFault as fault:
                    shown = "" if cell == FORMULA else shortened(cell)
                    problems.append(Problem(table.kind, number, field.column_name, str(fault), shown))
            lines.append(line)
        return lines, problems

    def written(self, rows: Sequence[Mapping[str, Any]]) -> Any:
        """The rows as a table of tablib."""
        return self.export(queryset=rows)


def attributes_in(table: Table) -> tuple[str, ...]:
    """The attributes that a header names."""
    return tuple(name.removeprefix(ATTRIBUTE) for name in table.header if name.startswith(ATTRIBUTE))


def _field(attribute: str, column: str, holds: Holds) -> Any:
    widget = CellWidget(holds, LONGEST.get(column, TEXT_MAX))
    return Field(attribute=attribute, column_name=column, widget=widget)
