"""What waits for the moderators of a demo."""

from __future__ import annotations

import pytest
from tests.support.community import member, note

from hongshu.flows.demo_world.moderating import Cast, moderate
from hongshu.platform.trust import queries as trusted
from hongshu.platform.trust.contracts import Action

pytestmark = pytest.mark.django_db


def test_the_demo_has_reports_a_hidden_note_with_an_appeal_and_a_warned_member() -> None:
    handles = (
        "fionn_runs",
        "oslo_owen",
        "lemon_acid",
        "yiping_mi",
        "gym_dahai",
        "night_nurse_q",
        "team_admin",
    )
    people = {handle: member(handle) for handle in handles}
    authors = {"zh-mascara-compare": "night_nurse_q", "en-gummies-are-sweets": "gym_dahai"}
    cast = Cast(people, {slug: note(people[handle]) for slug, handle in authors.items()}, authors)
    for _ in range(2):
        moderate(cast)
        ((case, _score),) = trusted.list_queue()
        assert case.report_count == 2
        (appealed,) = trusted.list_waiting_appeals()
        assert (appealed.action, appealed.user_id) == (Action.HIDE, people["night_nurse_q"])
        assert [one.action for one in trusted.list_decisions_about(people["gym_dahai"])] == [Action.WARN]
