"""One number on several accounts in the same moment, and many tries of one account at once."""

from __future__ import annotations

from functools import partial

import pytest
from tests.concurrency.together import together
from tests.support.community import member

from hongshu.platform.identity.contracts import (
    Identity,
    IdentityMismatch,
    ResidentHasAccounts,
    TooManyIdentityAttempts,
)
from hongshu.platform.identity.models import AttemptRow, IdentityRow, ResidentClaim
from hongshu.platform.identity.queries import list_sample_people
from hongshu.platform.identity.services import prove_identity

pytestmark = pytest.mark.django_db(transaction=True)
LIN = list_sample_people()[0]


def test_accounts_that_prove_one_number_at_once_are_one_resident_and_no_more_than_three() -> None:
    accounts = [member() for _ in range(4)]
    outcomes = together(
        [partial(prove_identity, user_id=key, name=LIN.name, number=LIN.number) for key in accounts]
    )
    proven = [outcome for outcome in outcomes if isinstance(outcome, Identity)]
    assert len(proven) == 3
    assert outcomes.count(ResidentHasAccounts) == 1
    assert len({identity.resident_id for identity in proven}) == 1
    assert ResidentClaim.objects.count() == 1


def test_one_account_that_sends_it_often_at_once_has_one_identity() -> None:
    ann = member()
    outcomes = together([partial(prove_identity, user_id=ann, name=LIN.name, number=LIN.number)] * 4)
    assert len(set(map(repr, outcomes))) == 1
    assert IdentityRow.objects.count() == 1


def test_a_burst_of_guesses_is_no_more_than_five_tries() -> None:
    ann = member()
    guess = partial(prove_identity, user_id=ann, name="林大满", number=LIN.number)
    outcomes = together([guess] * 4) + together([guess] * 4)
    assert outcomes.count(IdentityMismatch) == 5
    assert outcomes.count(TooManyIdentityAttempts) == 3
    assert AttemptRow.objects.count() == 5
