"""A command with a key takes effect once, and its answer is kept: also a refusal, never a failure."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction

from hongshu.kernel.errors import NotAllowed
from hongshu.kernel.idempotency import (
    IdempotencyKeyReused,
    InvalidIdempotencyKey,
    fingerprint_of,
    once,
    sweep_idempotency,
)
from hongshu.kernel.ids import Id, new_id
from hongshu.kernel.models import IdempotencyRecord, ProcessedEvent

pytestmark = pytest.mark.django_db


def _effect() -> Id:
    """A write that can be counted."""
    return Id(ProcessedEvent.objects.create(event_id=new_id(), subscriber="effect").id)


def _effects() -> int:
    return ProcessedEvent.objects.count()


def _call(work: Callable[[], Id] = _effect, *, owner_id: int = 1, key: str = "k", body: Any = "body") -> Id:
    return once(
        owner_id=owner_id, key=key, fingerprint=fingerprint_of(body), work=work, store=int, restore=Id
    )


def test_the_same_key_and_body_give_the_same_answer() -> None:
    first = _call()
    again = _call()
    assert again == first
    assert type(again) is Id
    assert _effects() == 1


def test_another_body_under_the_same_key_is_refused() -> None:
    _call()
    with pytest.raises(IdempotencyKeyReused):
        _call(body="another")
    assert _effects() == 1


def test_keys_belong_to_their_owner() -> None:
    assert _call(owner_id=1) != _call(owner_id=2)
    assert _call(key="other") != _call()
    assert _effects() == 3


def test_a_refusal_is_kept_with_its_words_and_undoes_its_work() -> None:
    calls = []

    def refuse() -> Id:
        calls.append(_effect())
        raise NotAllowed(field="title", max=20)

    for _ in range(2):
        with pytest.raises(NotAllowed) as refused:
            _call(refuse)
        assert refused.value.field == "title"
        assert refused.value.details == {"max": 20}
    assert len(calls) == 1
    assert _effects() == 0


def test_a_failure_keeps_nothing() -> None:
    def fail() -> Id:
        _effect()
        raise ConnectionError

    with pytest.raises(ConnectionError):
        _call(fail)
    assert _effects() == 0
    assert not IdempotencyRecord.objects.exists()
    assert _call()


def test_an_answer_that_cannot_be_stored_takes_its_work_back() -> None:
    with pytest.raises(TypeError):
        once(
            owner_id=1,
            key="k",
            fingerprint=b"",
            work=_effect,
            store=lambda _result: object(),
            restore=Id,
        )
    assert _effects() == 0
    assert not IdempotencyRecord.objects.exists()


def test_a_command_within_a_command_is_a_fault() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        _call()
    assert _effects() == 0


@pytest.mark.parametrize("key", ["", "k" * 81])
def test_a_key_has_one_to_eighty_characters(key: str) -> None:
    with pytest.raises(InvalidIdempotencyKey):
        _call(key=key)
    assert not IdempotencyRecord.objects.exists()


def test_answers_are_kept_for_two_days() -> None:
    first = _call()
    assert sweep_idempotency() == 0
    with connection.cursor() as cursor:
        cursor.execute("UPDATE kernel_idempotency_record SET created_at = now() - interval '49 hours'")
    assert _call() == first
    assert sweep_idempotency() == 1
    assert _call() != first


def test_a_fingerprint_changes_with_every_part() -> None:
    made = {
        fingerprint_of(*parts)
        for parts in ((), ("a",), ("a", "b"), ("ab",), (["a", "b"],), (Id(1),), ("1",), (1,))
    }
    assert len(made) == 8
