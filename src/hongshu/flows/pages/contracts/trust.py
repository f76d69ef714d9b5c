"""What trust decided, as the member concerned and staff see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from hongshu.flows.pages.contracts.cards import MemberChip, PictureView
from hongshu.kernel.ids import Id
from hongshu.platform.trust.contracts import WaitingCounts


@dataclass(frozen=True, slots=True)
class SubjectView:
    """Something that was, or will be, reported. ``key`` names it in addresses; it has no texts when gone."""

    key: str
    kind: str
    title: str
    text: str
    pictures: tuple[PictureView, ...]
    url: str
    member: MemberChip
    published_at: datetime | None
    is_held: bool


@dataclass(frozen=True, slots=True)
class AppealView:
    """An appeal and its answer; ``is_lifted`` is None until there is one."""

    words: str
    made_at: datetime
    is_lifted: bool | None
    answer: str


@dataclass(frozen=True, slots=True)
class DecisionView:
    """A decision with its reason. ``url`` leads to what it is about, where that can be opened."""

    id: Id
    case_id: Id
    action: str
    reason: str
    words: str
    subject: SubjectView
    decided_at: datetime
    until_at: datetime | None
    is_in_force: bool
    lift_words: str
    can_be_appealed: bool
    appeal: AppealView | None


@dataclass(frozen=True, slots=True)
class DecisionsPage:
    """What was decided about the viewer and what is theirs, the newest first."""

    is_limited: bool
    is_suspended: bool
    decisions: tuple[DecisionView, ...]


@dataclass(frozen=True, slots=True)
class HeldView:
    """Why nobody else sees the viewer's own note: a decision about it, or their account's suspension."""

    is_suspended: bool
    decision_id: Id | None
    action: str
    reason: str
    words: str
    can_be_appealed: bool
    has_appealed: bool


@dataclass(frozen=True, slots=True)
class ReportView:
    """A report, as staff see it: with how often its reporter was right before."""

    reporter: MemberChip
    reason: str
    words: str
    reported_at: datetime
    upheld: int
    dismissed: int


@dataclass(frozen=True, slots=True)
class QueueRow:
    """A case in the queue."""

    id: Id
    subject: SubjectView
    report_count: int
    score: float
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class QueuePage:
    """What waits for staff: cases by score, appeals by age."""

    cases: tuple[QueueRow, ...]
    case_count: int
    appeals: tuple[DecisionView, ...]


@dataclass(frozen=True, slots=True)
class ModeratorDesk:
    """What waits for a moderator: figures, the first reported things, and what was hidden last."""

    counts: WaitingCounts
    kol_count: int
    cases: tuple[QueueRow, ...]
    held: tuple[DecisionView, ...]


@dataclass(frozen=True, slots=True)
class LogEntry:
    """An act of the log. ``actor`` is None for the clock."""

    act: str
    actor: MemberChip | None
    details: str
    acted_at: datetime


@dataclass(frozen=True, slots=True)
class CasePage:
    """A case: its subject, reports and decisions, and what was decided about its member before.

    ``is_own`` says that the viewer is the member concerned and decides nothing here; ``decided_by_viewer``
    are the decisions whose appeals somebody else must answer.
    """

    id: Id
    subject: SubjectView
    is_open: bool
    opened_at: datetime
    reports: tuple[ReportView, ...]
    decisions: tuple[DecisionView, ...]
    earlier: tuple[DecisionView, ...]
    log: tuple[LogEntry, ...]
    is_limited: bool
    is_suspended: bool
    actions: tuple[str, ...]
    next_step: str
    is_own: bool
    decided_by_viewer: tuple[Id, ...]
