"""Shapes, events and refusals of trust."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from hongshu.kernel.errors import DomainError, NotFound, RefusalKind
from hongshu.kernel.events import DomainEvent
from hongshu.kernel.ids import Id, InvalidId, parse_id, wire_form

WORDS_MAX = 1000


class Reason(StrEnum):
    """Why something is reported, and why something is decided."""

    AD = "ad"  # advertising that does not say so
    FAKE = "fake"  # counterfeit goods, false claims
    SPAM = "spam"
    ABUSE = "abuse"  # insults, harassment, hatred
    ADULT = "adult"
    DANGER = "danger"  # dangerous or forbidden things
    MINORS = "minors"  # harm to children
    PRIVACY = "privacy"  # somebody's personal data
    RIGHTS = "rights"  # another's words or pictures
    OTHER = "other"


class Action(StrEnum):
    """What staff can decide. HIDE and REMOVE hold the subject, the others concern the member behind it."""

    DISMISS = "dismiss"
    HIDE = "hide"
    REMOVE = "remove"
    WARN = "warn"
    LIMIT = "limit"
    SUSPEND = "suspend"


# Behind what no member wrote, such as a product, is the house.
HOUSE = Id(0)
HOLDING = frozenset({Action.HIDE, Action.REMOVE})
# The ladder, from its lowest step.
PENALTIES = (Action.WARN, Action.LIMIT, Action.SUSPEND)


class Limited(StrEnum):
    """What has a limit for a member."""

    PUBLISH_NOTE = "publish_note"
    COMMENT = "comment"
    LIKE = "like"
    COLLECT = "collect"
    SHARE = "share"
    FOLLOW = "follow"
    REPORT = "report"
    UPLOAD = "upload"


@dataclass(frozen=True, slots=True)
class Subject:
    """Something that can be reported: "note", "comment", "question", "answer", "member", "product"."""

    kind: str
    id: Id


def subject_text(subject: Subject) -> str:
    """A subject as an address carries it: ``note:`` and the id."""
    return f"{subject.kind}:{wire_form(subject.id)}"


def parse_subject(text: str) -> Subject:
    """The subject of an address, whether there is such a thing or not. Raises SubjectNotFound."""
    kind, _, key = text.partition(":")
    try:
        return Subject(kind[:20], parse_id(key))
    except InvalidId:
        raise SubjectNotFound from None


@dataclass(frozen=True, slots=True)
class Report:
    """What a reporter said. ``is_upheld`` is None as long as nobody decided."""

    id: Id
    reporter_id: Id
    reason: Reason
    words: str
    weight: float
    is_upheld: bool | None
    reported_at: datetime


@dataclass(frozen=True, slots=True)
class WaitingCounts:
    """How many reported subjects and appeals wait for a moderator, and how many decisions hide something."""

    cases: int
    appeals: int
    holding: int


@dataclass(frozen=True, slots=True)
class Case:
    """A subject that somebody reported, with what its reports weigh. ``user_id`` is the member behind it,
    or HOUSE.
    """

    id: Id
    subject: Subject
    user_id: Id
    is_open: bool
    report_count: int
    weight: float
    opened_at: datetime
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Appeal:
    """What the member says against a decision, and the answer. ``is_lifted`` is None until there is one."""

    words: str
    made_at: datetime
    is_lifted: bool | None
    answer: str
    answered_at: datetime | None
    answerer_id: Id | None


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision. It is in force until ``until_at`` (for ever without one) or until it is lifted."""

    id: Id
    case_id: Id
    subject: Subject
    user_id: Id
    action: Action
    reason: Reason
    words: str
    decider_id: Id
    decided_at: datetime
    until_at: datetime | None
    lifted_at: datetime | None
    lift_words: str
    appeal: Appeal | None

    @property
    def is_in_force(self) -> bool:
        """Whether it was not lifted. One whose time is over is lifted within a minute."""
        return self.lifted_at is None

    @property
    def can_be_appealed(self) -> bool:
        """Whether the member may still say something against it."""
        return self.action is not Action.DISMISS and self.is_in_force and self.appeal is None


@dataclass(frozen=True, slots=True)
class Standing:
    """How a member stands."""

    is_limited: bool = False
    is_suspended: bool = False


@dataclass(frozen=True, slots=True)
class Options:
    """What can be decided, and which step of the ladder comes next."""

    actions: tuple[Action, ...]
    next_step: Action


@dataclass(frozen=True, slots=True)
class Limit:
    """At most *most* at once, and as many again spread over ``window_s``, for accounts of at least that age.

    ``is_penal``: for members that trust limits, whatever their age.
    """

    action: Limited
    min_age_h: int
    is_penal: bool
    most: int
    window_s: int


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """An act of staff, a member or the clock (``actor_id`` 0), as it was written down."""

    id: Id
    actor_id: Id
    act: str
    subject: Subject | None
    user_id: Id
    decision_id: Id | None
    details: str
    acted_at: datetime


class SubjectNotFound(NotFound):
    """There is nothing there that can be reported, or nothing that this member sees."""

    code = "subject_not_found"


class CaseNotFound(NotFound):
    """There is no such case."""

    code = "case_not_found"


class CaseDecided(DomainError):
    """Somebody else decided first."""

    code = "case_decided"
    kind = RefusalKind.CONFLICT


class DecisionNotFound(NotFound):
    """There is no such decision, or it is about somebody else."""

    code = "decision_not_found"


class DecisionLifted(DomainError):
    """The decision is not in force any more."""

    code = "decision_lifted"
    kind = RefusalKind.CONFLICT


class AppealedAlready(DomainError):
    """One appeal a decision."""

    code = "appealed_already"
    kind = RefusalKind.CONFLICT


class NoAppeal(DomainError):
    """There is no appeal that waits for an answer."""

    code = "no_appeal"
    kind = RefusalKind.CONFLICT


class AnotherMustAnswer(DomainError):
    """Who decided does not answer the appeal, and nobody decides about themselves."""

    code = "another_must_answer"
    kind = RefusalKind.FORBIDDEN


class InvalidDecision(DomainError):
    """These actions do not go together, or not with this kind of subject."""

    code = "invalid_decision"


class StepLeftOut(DomainError):
    """The ladder's lower steps come first, unless the decision says that it is grave. Details: ``step``."""

    code = "step_left_out"


class WordsNeeded(DomainError):
    """A decision, an appeal and an answer say something."""

    code = "words_needed"


class WordsTooLong(DomainError):
    """At most WORDS_MAX characters. Details: ``max``."""

    code = "words_too_long"


class UnknownReason(DomainError):
    """The reason is none of the list."""

    code = "unknown_reason"


class CannotReportSelf(DomainError):
    """What is one's own is deleted, not reported."""

    code = "cannot_report_self"


class TooManyActions(DomainError):
    """The member did this too often. Details: ``wait_s``, after which one more is let through."""

    code = "too_many_actions"
    kind = RefusalKind.TOO_MANY


class AccountSuspended(DomainError):
    """Trust suspended the account: it reads, and appeals, and writes nothing."""

    code = "account_suspended"
    kind = RefusalKind.FORBIDDEN


class InvalidLimit(DomainError):
    """A limit is at least one in at least one second, for an action that there is."""

    code = "invalid_limit"


@dataclass(frozen=True)
class ContentHeld(DomainEvent):
    """Nobody but its author sees the subject any more."""

    kind: ClassVar[str] = "trust.content_held"
    subject_kind: str
    subject_id: Id
    user_id: Id


@dataclass(frozen=True)
class ContentReleased(DomainEvent):
    """The last decision that held the subject was lifted."""

    kind: ClassVar[str] = "trust.content_released"
    subject_kind: str
    subject_id: Id
    user_id: Id


@dataclass(frozen=True)
class DecisionMade(DomainEvent):
    """Staff decided something about the member ``user_id`` or something of theirs; never a dismissal."""

    kind: ClassVar[str] = "trust.decision_made"
    decision_id: Id
    user_id: Id
    action: Action


@dataclass(frozen=True)
class AppealAnswered(DomainEvent):
    """The member's appeal has an answer: the decision stands, or is lifted."""

    kind: ClassVar[str] = "trust.appeal_answered"
    decision_id: Id
    user_id: Id
    is_lifted: bool


@dataclass(frozen=True)
class PenaltyEnded(DomainEvent):
    """A decision was lifted without an appeal: by staff, or because its time was over."""

    kind: ClassVar[str] = "trust.penalty_ended"
    decision_id: Id
    user_id: Id


@dataclass(frozen=True)
class ReportsAnswered(DomainEvent):
    """A case is closed; these members had reported its subject."""

    kind: ClassVar[str] = "trust.reports_answered"
    case_id: Id
    reporter_ids: tuple[Id, ...]
    is_upheld: bool
