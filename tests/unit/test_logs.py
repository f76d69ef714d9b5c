"""A log line tells when, what and for which request, to people and to programs, whatever is logged."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import pytest

from hongshu.kernel import logs
from hongshu.kernel.ids import Id
from hongshu.kernel.logs import JsonFormatter, TextFormatter


def _record(**extra: object) -> logging.LogRecord:
    return logging.getLogger("tests").makeRecord(
        "tests", logging.WARNING, __file__, 1, "%s came", ("somebody",), None, extra=extra
    )


@pytest.fixture
def request_id() -> Iterator[str]:
    """The id of the request that the lines belong to."""
    token = logs.request_id.set("abcdefgh")
    yield "abcdefgh"
    logs.request_id.reset(token)


def test_a_line_of_json_holds_what_was_given(request_id: str) -> None:
    line = json.loads(JsonFormatter().format(_record(user_id=Id(7), counts={1: "one"})))
    assert line["message"] == "somebody came"
    assert line["level"] == "warning"
    assert line["request_id"] == request_id
    assert line["user_id"] == 7
    assert line["counts"] == {"1": "one"}
    assert line["at"].endswith("+00:00")


def test_a_line_for_people_holds_the_same(request_id: str) -> None:
    text = TextFormatter().format(_record(role="buyer"))
    assert "somebody came role='buyer'" in text
    assert text.endswith(f"[{request_id}]")


@pytest.mark.parametrize("formatter", [JsonFormatter(), TextFormatter()])
def test_what_was_given_cannot_begin_a_line_of_its_own(formatter: logging.Formatter) -> None:
    assert "\n" not in formatter.format(_record(name_given="Mei\n00:00:00 error forged"))


def test_an_exception_is_told_whole() -> None:
    record = _record()
    try:
        raise ValueError("torn")
    except ValueError as error:
        record.exc_info = (type(error), error, error.__traceback__)
    assert "ValueError: torn" in json.loads(JsonFormatter().format(record))["exception"]
    assert "ValueError: torn" in TextFormatter().format(record)
