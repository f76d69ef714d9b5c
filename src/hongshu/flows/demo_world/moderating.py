"""What waits for the moderators: reports, a hidden note whose author appeals, a member who was warned."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from hongshu.flows.moderation.services import decide, report
from hongshu.kernel.errors import DomainError
from hongshu.kernel.ids import Id
from hongshu.platform.trust.contracts import Action, Reason, Subject
from hongshu.platform.trust.queries import list_decisions_about
from hongshu.platform.trust.services import appeal, without_limits


@dataclass(frozen=True, slots=True)
class Cast:
    """Who and what is there: members by handle, notes by slug, the handles of the notes' authors by slug."""

    people: Mapping[str, Id]
    notes: Mapping[str, Id]
    authors: Mapping[str, str]

    def subject(self, name: str) -> tuple[Subject, Id] | None:
        """A note by its slug, or a member by ``@`` and handle, with the member behind it; or None."""
        if name.startswith("@"):
            user_id = self.people.get(name[1:])
            return None if user_id is None else (Subject("member", user_id), user_id)
        if name not in self.notes:
            return None
        return Subject("note", self.notes[name]), self.people[self.authors[name]]


@dataclass(frozen=True, slots=True)
class _Report:
    reporter: str
    subject: str
    reason: Reason
    words: str = ""


_WAITING = (
    _Report("fionn_runs", "en-gummies-are-sweets", Reason.FAKE, "They do not cure a cold, and it says so."),
    _Report("oslo_owen", "en-gummies-are-sweets", Reason.FAKE),
    _Report("harbin_snow", "zh-rain-shell-style", Reason.AD, "全是同一家店的衣服，也没写是合作。"),
    _Report("petite_152", "@gap_year_xu", Reason.SPAM, "在好几篇笔记下面发一样的评论。"),
)
_HIDDEN = _Report("lemon_acid", "zh-mascara-compare", Reason.AD, "像是品牌合作，没有标注。")
_HIDDEN_WORDS = "这篇笔记看起来是品牌合作，但没有标明“广告”。补上声明或说明情况后我们会再看。"
_APPEAL = "两支睫毛膏都是我自己买的，没有收任何品牌的钱，购买记录可以提供。"
_WARNED = _Report("yiping_mi", "@gym_dahai", Reason.ABUSE, "在评论里嘲笑别人的身材。")
_WARNED_WORDS = "请友善交流，不要评论别人的身材。再有类似情况，账号会受到限制。"


def moderate(cast: Cast) -> None:
    """Make those of the cases whose people and notes are there. Idempotent."""
    with without_limits():
        for one in _WAITING:
            _report(one, cast)
        _decide(_HIDDEN, Action.HIDE, _HIDDEN_WORDS, cast, appeal_words=_APPEAL)
        _decide(_WARNED, Action.WARN, _WARNED_WORDS, cast)


def _report(one: _Report, cast: Cast) -> tuple[Id, Id] | None:
    """The case and whom it is about; None when somebody is missing or hidden, or it was decided before."""
    found = cast.subject(one.subject)
    if found is None or one.reporter not in cast.people:
        return None
    subject, user_id = found
    before = list_decisions_about(user_id, with_dismissals=True)
    # Whoever tries the console in the demo finds nothing back that they have decided.
    if any(decision.subject == subject for decision in before):
        return None
    try:
        case_id = report(
            reporter_id=cast.people[one.reporter], subject=subject, reason=one.reason, words=one.words
        )
    except DomainError:
        return None
    return case_id, user_id


@transaction.atomic
def _decide(one: _Report, action: Action, words: str, cast: Cast, *, appeal_words: str = "") -> None:
    # The administrator decides, so that the moderator may answer the appeal.
    decider_id = cast.people.get("team_admin")
    made = None if decider_id is None else _report(one, cast)
    if decider_id is None or made is None:
        return
    case_id, user_id = made
    decision = decide(
        case_id=case_id, decider_id=decider_id, actions=[action], reason=one.reason, words=words
    )[0]
    if appeal_words:
        appeal(user_id=user_id, decision_id=decision.id, words=appeal_words)
