"""Reads that are asked together: several packages' statements in one journey to the database.

A package's door gives out an ``Asked`` for a read: its own statement, and what its rows mean. Whoever
composes a page sends those that do not wait for each other as one statement. So every table is still read by
the package that owns it, and a page asks as often as its reads depend on one another, not as often as it has
parts::

    profiles, likes = ask_profiles(author_ids), ask_like_states(note_ids, viewer_id=viewer_id)
    send(profiles, likes)
    profiles.answer[author_id]

Each part is planned by itself, as it would be alone (PostgreSQL makes an InitPlan of it). Rows travel as
JSON, whose numbers are read back exact; moments are told by their columns.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, Generic, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connection, models

Answer = TypeVar("Answer")
Next = TypeVar("Next")
Row = tuple[Any, ...]
_UNANSWERED: Any = object()


class Asked(Generic[Answer]):
    """A read that is still to be sent, or its answer.

    ``columns`` says how many the statement has, ``moments`` which of them (from 0) are points in time;
    ``answer_of`` makes the answer of the rows.
    """

    def __init__(
        self,
        statement: str,
        values: Sequence[Any] | Mapping[str, Any],
        answer_of: Callable[[list[Row]], Answer],
        *,
        columns: int,
        moments: Sequence[int] = (),
    ) -> None:
        self.statement = statement
        self.values = values
        self.columns = columns
        self._answer_of = answer_of
        self._moments = moments
        self._answer: Any = _UNANSWERED

    @classmethod
    def rows(cls, rows: models.QuerySet[Any, Any], answer_of: Callable[[list[Row]], Answer]) -> Asked[Answer]:
        """What a queryset's ``values_list`` would give."""
        compiler = rows.query.get_compiler(connection=connection)
        try:
            statement, values = compiler.as_sql()
        except EmptyResultSet:
            return cls.known(answer_of([]))
        chosen = compiler.select
        fields = [expression.output_field for expression, _, _ in chosen]
        assert not any(isinstance(field, models.JSONField) for field in fields), "JSON is read twice"
        converters = compiler.get_converters(expression for expression, _, _ in chosen)

        def answer(found: list[Row]) -> Answer:
            return answer_of([tuple(row) for row in compiler.apply_converters(found, converters)])

        return cls(
            statement,
            values,
            answer,
            columns=len(fields),
            moments=[place for place, field in enumerate(fields) if isinstance(field, models.DateTimeField)],
        )

    @classmethod
    def known(cls, answer: Answer) -> Asked[Answer]:
        """One that needs no asking."""
        made = cls("", (), lambda _rows: answer, columns=0)
        made._answer = answer
        return made

    def then(self, made_of: Callable[[Answer], Next]) -> Asked[Next]:
        """The same read with something made of its answer."""
        if self.is_answered:
            return Asked.known(made_of(self.answer))
        answer_of = self._answer_of
        return Asked(
            self.statement,
            self.values,
            lambda rows: made_of(answer_of(rows)),
            columns=self.columns,
            moments=self._moments,
        )

    @property
    def is_answered(self) -> bool:
        """Whether there is nothing to send any more."""
        return self._answer is not _UNANSWERED

    @property
    def answer(self) -> Answer:
        """What came back; it is sent alone if it was not sent with others."""
        if self._answer is _UNANSWERED:
            send(self)
        answer: Answer = self._answer
        return answer

    def take(self, found: list[list[Any]]) -> None:
        """Understand rows that travelled as JSON."""
        for row in found:
            for place in self._moments:
                row[place] = None if row[place] is None else datetime.fromisoformat(row[place])
        self.understand([tuple(row) for row in found])

    def understand(self, rows: list[Row]) -> None:
        """Make the answer of the rows."""
        self._answer = self._answer_of(rows)


def send(*asked: Asked[Any]) -> None:
    """Ask everything that has no answer yet in one statement; none if all is known."""
    waiting = [one for one in dict.fromkeys(asked) if not one.is_answered]
    if not waiting:
        return
    with connection.cursor() as cursor:
        if len(waiting) == 1:
            cursor.execute(waiting[0].statement, waiting[0].values or None)
            waiting[0].understand(cursor.fetchall())
            return
        # The same client that would bind each statement's values alone binds them here.
        parts = [_part(cursor.cursor.mogrify(one.statement, one.values or None), one) for one in waiting]
        cursor.execute("SELECT " + ", ".join(parts))
        told = cursor.fetchone()
    for one, text in zip(waiting, told, strict=True):
        one.take(json.loads(text, parse_float=Decimal))


def _part(statement: str, one: Asked[Any]) -> str:
    names = ", ".join(f"c{number}" for number in range(one.columns))
    return (
        f"(SELECT coalesce(json_agg(json_build_array({names})), '[]')::text "  # noqa: S608 - names of ours
        f"FROM ({statement}) AS asked ({names}))"
    )
