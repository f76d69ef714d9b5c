"""Whatever is decided and lifted in whatever order: what is held is what the decisions in force say."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.support.community import member, note

from hongshu.community.members.queries import get_profile
from hongshu.community.notes.queries import list_newest, list_notes_of_author
from hongshu.community.responses.contracts import CommentDraft
from hongshu.community.responses.queries import list_comments
from hongshu.community.responses.services import post_comment
from hongshu.flows.moderation import services as moderation
from hongshu.kernel.ids import Id
from hongshu.platform.trust import queries as trusted
from hongshu.platform.trust import services as trust
from hongshu.platform.trust.contracts import HOLDING, Action, Decision, Subject

pytestmark = pytest.mark.django_db

Step = tuple[str, int, Action | None]

# A step decides about one of four subjects, or lifts one of what is in force.
steps = st.lists(
    st.one_of(
        st.tuples(st.just("decide"), st.integers(0, 2), st.sampled_from([Action.HIDE, Action.REMOVE])),
        st.tuples(st.just("decide"), st.just(3), st.sampled_from([Action.LIMIT, Action.SUSPEND])),
        st.tuples(st.just("lift"), st.integers(0, 7), st.none()),
    ),
    max_size=9,
)


@dataclass(frozen=True)
class Scene:
    """An author with two notes and a comment under the host's note, and a moderator."""

    author: Id
    host: Id
    staff: Id
    notes: tuple[Id, Id]
    stage: Id
    comment: Id

    @property
    def subjects(self) -> list[Subject]:
        """What can be decided about: three things of the author's, and the author."""
        return [
            *(Subject("note", key) for key in self.notes),
            Subject("comment", self.comment),
            Subject("member", self.author),
        ]

    def decide(self, subject: Subject, action: Action) -> tuple[Decision, ...]:
        """A grave decision about something that the host reported."""
        case_id = trust.report_subject(
            reporter_id=self.host, subject=subject, user_id=self.author, reason="spam"
        )
        return moderation.decide(
            case_id=case_id,
            decider_id=self.staff,
            actions=[action],
            reason="spam",
            words="So.",
            is_grave=True,
        )

    def lift(self, decision: Decision) -> None:
        """Undo it."""
        moderation.lift(decision_id=decision.id, lifter_id=self.staff, words="No.")

    def check(self, in_force: list[Decision]) -> None:
        """What is shown is what the decisions in force leave."""
        is_suspended = any(decision.action is Action.SUSPEND for decision in in_force)
        held = {decision.subject.id for decision in in_force if decision.action in HOLDING}
        shown = set() if is_suspended else set(self.notes) - held
        newest = {each.id for each in list_newest(limit=100)[0]}
        assert newest & {*self.notes, self.stage} == shown | {self.stage}
        for viewer_id, seen in ((None, shown), (self.host, shown), (self.author, set(self.notes))):
            assert {each.id for each in list_notes_of_author(self.author, viewer_id=viewer_id)[0]} == seen
        threads = list_comments(self.stage, viewer_id=self.host).threads
        assert bool(threads) is not (is_suspended or self.comment in held)
        assert get_profile(self.author).is_suspended is is_suspended
        assert trusted.get_standing(self.author).is_suspended is is_suspended


def scene() -> Scene:
    """A new scene: earlier ones stay, and are not looked at."""
    author, host, staff = member("Author"), member("Host"), member("Staff")
    notes, stage = (note(author), note(author)), note(host)
    comment = post_comment(user_id=author, note_id=stage, draft=CommentDraft(body="Hello"))
    return Scene(author, host, staff, notes, stage, comment)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps)
def test_what_is_shown_follows_from_the_decisions_in_force(taken: list[Step]) -> None:
    there = scene()
    in_force: list[Decision] = []
    for kind, number, action in taken:
        if kind == "decide" and action is not None:
            in_force += there.decide(there.subjects[number], action)
        elif in_force and kind == "lift":
            there.lift(in_force.pop(number % len(in_force)))
        there.check(in_force)
    while in_force:
        there.lift(in_force.pop())
        there.check(in_force)
