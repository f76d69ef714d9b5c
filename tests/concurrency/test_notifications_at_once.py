"""Many subscribers at the same moment: one group, with everybody in it, and nothing counted twice."""

from __future__ import annotations

import pytest
from tests.concurrency.together import together

from hongshu.kernel.ids import Id
from hongshu.platform.notifications import services
from hongshu.platform.notifications.contracts import Kind, Subject
from hongshu.platform.notifications.models import GroupRow
from hongshu.platform.notifications.queries import count_unread, list_notices

pytestmark = pytest.mark.django_db(transaction=True)

ANN = Id(1)
NOTE = Subject("note", Id(7))


def _tell(actor: int) -> bool:
    return services.tell(user_id=ANN, kind=Kind.LIKE, subject=NOTE, actor_id=Id(actor))


@pytest.mark.parametrize("is_there", [False, True])
def test_subscribers_that_tell_of_one_subject_at_once_make_one_group_of_all(is_there: bool) -> None:
    if is_there:
        _tell(9)
        services.mark_read(user_id=ANN)
    assert together([lambda actor=actor: _tell(actor) for actor in (2, 3, 4, 5)]) == [True] * 4  # type: ignore[misc]
    (only,) = list_notices(ANN)[0]
    assert set(only.actor_ids) == {2, 3, 4, 5, *([9] if is_there else [])}
    assert count_unread(ANN).total == 1


def test_the_same_act_told_twice_at_once_is_news_once() -> None:
    assert sorted(together([lambda: _tell(2), lambda: _tell(2)])) == [False, True]  # type: ignore[type-var]
    assert list_notices(ANN)[0][0].actor_ids == (2,)


def test_telling_and_taking_back_at_once_leave_exactly_who_still_did_it() -> None:
    for _ in range(10):
        _tell(2)
        together(
            [
                lambda: services.withdraw(user_id=ANN, kind=Kind.LIKE, subject=NOTE, actor_id=Id(2)),
                lambda: _tell(3),
            ]
        )
        (only,) = list_notices(ANN)[0]
        assert only.actor_ids == (3,)
        assert count_unread(ANN).total == GroupRow.objects.filter(is_unread=True).count() == 1
        services.withdraw(user_id=ANN, kind=Kind.LIKE, subject=NOTE, actor_id=Id(3))
