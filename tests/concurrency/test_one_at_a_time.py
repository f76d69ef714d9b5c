"""Keys, logins and roles when two ask at the same moment."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from tests.concurrency.programs import PATIENCE_S
from tests.concurrency.together import Running, await_waiting, together

from hongshu.kernel.errors import NotAllowed
from hongshu.kernel.idempotency import IdempotencyKeyReused, fingerprint_of, once
from hongshu.kernel.ids import Id, new_id
from hongshu.kernel.models import IdempotencyRecord, ProcessedEvent
from hongshu.platform.accounts import queries, services
from hongshu.platform.accounts.contracts import FactVisibility, LoginTaken, PersonalFact, Role
from hongshu.platform.accounts.models import LoginClaim, User

pytestmark = pytest.mark.django_db(transaction=True)


def _effect() -> Id:
    return Id(ProcessedEvent.objects.create(event_id=new_id(), subscriber="effect").id)


def _call(work: Callable[[], Id], body: str = "body") -> Id:
    return once(owner_id=1, key="k", fingerprint=fingerprint_of(body), work=work, store=int, restore=Id)


class Slow:
    """Work that goes on when it is told, and then ends as it is told."""

    def __init__(self, error: Exception | None = None) -> None:
        self.is_inside, self.may_end = threading.Event(), threading.Event()
        self._error = error

    def __call__(self) -> Id:
        result = _effect()
        self.is_inside.set()
        assert self.may_end.wait(PATIENCE_S)
        if self._error is not None:
            raise self._error
        return result


@pytest.mark.parametrize(
    ("error", "body", "second_outcome", "effects"),
    [
        (None, "body", "the first's answer", 1),
        (None, "another", IdempotencyKeyReused, 1),
        (NotAllowed(), "body", NotAllowed, 0),
        (ConnectionError(), "body", "an answer of its own", 1),
    ],
)
def test_a_second_call_with_a_key_waits_for_the_first(
    error: Exception | None, body: str, second_outcome: object, effects: int
) -> None:
    work = Slow(error)
    first = Running(lambda: _call(work))
    assert work.is_inside.wait(PATIENCE_S)
    second = Running(lambda: _call(_effect, body))
    await_waiting()
    work.may_end.set()
    outcome = first.outcome()
    assert outcome is type(error) if error is not None else isinstance(outcome, Id)
    if second_outcome == "the first's answer":
        assert second.outcome() == outcome
    elif second_outcome == "an answer of its own":
        assert isinstance(second.outcome(), Id)
    else:
        assert second.outcome() is second_outcome
    assert ProcessedEvent.objects.count() == effects
    assert IdempotencyRecord.objects.count() == 1


def test_a_burst_with_one_key_takes_effect_once() -> None:
    outcomes = together([lambda: _call(_effect)] * 5)
    assert len(set(outcomes)) == 1
    assert ProcessedEvent.objects.count() == 1


@pytest.mark.parametrize("spellings", [["13800138000", "+86 13800138000"], ["a@x.cn", "A@X.CN"]])
def test_a_login_that_several_want_at_once_goes_to_one(spellings: list[str]) -> None:
    wishes = [
        lambda login=login: services.create_account(login=login, password=None) for login in spellings * 2
    ]
    outcomes = together(wishes)
    winners = [outcome for outcome in outcomes if outcome is not LoginTaken]
    assert winners == [queries.find_account(spellings[0])]
    assert User.objects.count() == 1
    assert LoginClaim.objects.count() == 1


def test_two_accounts_that_swap_numbers_end_with_one_each_or_are_refused() -> None:
    keys = [services.create_account(login=f"1380013800{n}", password=None) for n in range(2)]
    together(
        [
            lambda: services.set_phone(user_id=keys[0], phone="13900139000", is_verified=False),
            lambda: services.set_phone(user_id=keys[1], phone="13900139000", is_verified=False),
        ]
    )
    numbers = [queries.phone_claim(key) for key in keys]
    assert all(numbers)
    assert len(set(numbers)) == 2


def test_facts_and_roles_of_one_account_follow_each_other() -> None:
    key = services.create_account(login="mei@example.com", password=None)
    facts = [
        PersonalFact("gender", "f", FactVisibility.PUBLIC),
        PersonalFact("city", "成都", FactVisibility.PUBLIC),
    ]
    outcomes = together(
        [
            lambda: services.save_facts(user_id=key, facts=facts),
            lambda: services.save_facts(user_id=key, facts=facts),
            lambda: services.grant_role(user_id=key, role=Role.BUYER),
            lambda: services.grant_role(user_id=key, role=Role.BUYER),
        ]
    )
    assert outcomes == [None] * 4
    assert queries.list_facts(key, public_only=False) == tuple(facts)
    assert queries.list_roles(key) == {Role.BUYER}
