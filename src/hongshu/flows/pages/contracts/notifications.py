"""What waits for a member, as pages show it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from hongshu.flows.pages.contracts.cards import MemberChip, PictureView
from hongshu.flows.pages.contracts.graph import RelationView
from hongshu.kernel.ids import Id
from hongshu.platform.notifications.contracts import Kind, Tab


@dataclass(frozen=True, slots=True)
class NoticeNote:
    """The note that a notification leads to. Without a cover ``color`` stands for it."""

    id: Id
    title: str
    cover: PictureView | None
    color: str


@dataclass(frozen=True, slots=True)
class NoticeView:
    """A group: ``actors`` are the latest, at most three, and ``count`` is how many there are in all.

    Nobody: the house. ``note`` and ``comment_id`` are None where there is none, and where it is gone;
    ``text`` begins the comment. ``relation`` is there where one can follow back.
    """

    id: Id
    kind: Kind
    actors: tuple[MemberChip, ...]
    count: int
    note: NoticeNote | None
    comment_id: Id | None
    decision_id: Id | None
    question_id: Id | None
    board_id: Id | None
    text: str
    relation: RelationView | None
    is_unread: bool
    changed_at: datetime
    product_id: Id | None = None
    order_id: Id | None = None


@dataclass(frozen=True, slots=True)
class NotificationsPage:
    """A page of what a member was told; ``tab`` is None for all of it."""

    tab: Tab | None
    notices: tuple[NoticeView, ...]
    next_cursor: str


@dataclass(frozen=True, slots=True)
class KindChoice:
    """A kind of notification, and whether the member wants it."""

    kind: Kind
    tab: Tab
    is_on: bool
