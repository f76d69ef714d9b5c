"""Whatever is sent to any operation, the answer is one that the document describes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi import checks as conformance
from tests.api.world import World

from hongshu.config.wsgi import application
from hongshu.kernel.ids import wire_form
from hongshu.platform.behaviour import throttle

EXAMPLES = 12
DOCUMENT = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
OPERATIONS = {result.ok().label: result.ok() for result in DOCUMENT.get_all_operations()}
CHECKS = [
    not_a_server_error,
    conformance.status_code_conformance,
    conformance.content_type_conformance,
    conformance.response_headers_conformance,
    conformance.response_schema_conformance,
]


@pytest.fixture(autouse=True)
def _connection_of_the_test() -> Iterator[None]:
    """Requests stay in the transaction of the test, as with Django's own client."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def token(world: World) -> str:
    """The session token of the author."""
    key = world.client("author").session.session_key
    assert key
    return key


CASES = [
    pytest.param(label, mode, id=f"{mode.name.lower()} {label}")
    for label, operation in sorted(OPERATIONS.items())
    for mode in GenerationMode
    # Where nothing comes in, nothing can be wrong.
    if mode is GenerationMode.POSITIVE
    or operation.body
    or any(parameter.location.value in ("path", "query") for parameter in operation.iter_parameters())
]


@pytest.mark.parametrize("label, mode", CASES)
def test_no_input_brings_an_answer_that_is_not_described(
    label: str, mode: GenerationMode, world: World, token: str
) -> None:
    operation = OPERATIONS[label]
    real = {
        "note_id": wire_form(world.notes[0]),
        "product_id": wire_form(world.product),
        "slug": "mingyu",
        "handle": "author",
        "comment_id": wire_form(world.comment),
        "decision_id": wire_form(world.decision),
        "question_id": wire_form(world.question),
        "topic": "护肤",
        "country": "japan",
        "city": "kyoto",
    }
    seen = []

    @seed(20261125)
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=False,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode), is_real=st.booleans(), is_member=st.booleans())
    def every_case_conforms(case: Any, is_real: bool, is_member: bool) -> None:
        # Random names lead nowhere: half of the cases are sent to something that is there.
        if is_real and case.path_parameters:
            case.path_parameters = {
                name: real.get(name, value) for name, value in case.path_parameters.items()
            }
        throttle.SENDERS.clear()
        throttle.ADDRESSES.clear()
        headers = {"X-Session-Token": token} if is_member else {}
        response = case.call(headers=headers)
        seen.append(response.status_code)
        case.validate_response(response, checks=CHECKS, headers=headers)

    every_case_conforms()
    assert seen
