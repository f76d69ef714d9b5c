"""Shapes and refusals of notifications. No Django: the process of live counts reads them too."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from hongshu.kernel.errors import DomainError, NotFound, RefusalKind
from hongshu.kernel.ids import Id

# More unread ones are not told apart: people see "99+".
MOST_COUNTED = 100
# How many of the latest actors a group remembers.
MOST_ACTORS = 8
KEPT_DAYS = 90


class Tab(StrEnum):
    """A tab of the notifications page."""

    TALK = "talk"  # comments and mentions
    LIKES = "likes"  # likes and collects
    FOLLOWERS = "followers"
    ORDERS = "orders"
    SYSTEM = "system"


class Kind(StrEnum):
    """What happened. A new one is a line here and in TAB_OF."""

    COMMENT = "comment"  # on the member's note
    REPLY = "reply"  # to the member's comment
    MENTION = "mention"
    QUESTION = "question"  # on a product that the member wrote about
    ANSWER = "answer"  # to the member's question
    LIKE = "like"  # of the member's note
    COLLECT = "collect"
    COMMENT_LIKE = "comment_like"
    BOARD_INVITE = "board_invite"  # to edit somebody's board
    FOLLOW = "follow"
    FOLLOW_REQUEST = "follow_request"
    DECISION = "decision"  # about the member, or something of theirs
    APPEAL_ANSWERED = "appeal_answered"
    PENALTY_ENDED = "penalty_ended"
    REPORT_ANSWERED = "report_answered"
    KOL_VERIFIED = "kol_verified"
    KOL_REFUSED = "kol_refused"
    KOL_ENDED = "kol_ended"
    WISH_CHEAPER = "wish_cheaper"  # a product on the member's wish list
    WISH_BACK = "wish_back"
    ORDER_SHIPPED = "order_shipped"
    ORDER_DELIVERED = "order_delivered"
    ORDER_ENDED = "order_ended"  # cancelled or refused, with what goes back


TAB_OF: dict[Kind, Tab] = {
    Kind.COMMENT: Tab.TALK,
    Kind.REPLY: Tab.TALK,
    Kind.MENTION: Tab.TALK,
    Kind.QUESTION: Tab.TALK,
    Kind.ANSWER: Tab.TALK,
    Kind.LIKE: Tab.LIKES,
    Kind.COLLECT: Tab.LIKES,
    Kind.COMMENT_LIKE: Tab.LIKES,
    Kind.BOARD_INVITE: Tab.TALK,
    Kind.FOLLOW: Tab.FOLLOWERS,
    Kind.FOLLOW_REQUEST: Tab.FOLLOWERS,
    Kind.DECISION: Tab.SYSTEM,
    Kind.APPEAL_ANSWERED: Tab.SYSTEM,
    Kind.PENALTY_ENDED: Tab.SYSTEM,
    Kind.REPORT_ANSWERED: Tab.SYSTEM,
    Kind.KOL_VERIFIED: Tab.SYSTEM,
    Kind.KOL_REFUSED: Tab.SYSTEM,
    Kind.KOL_ENDED: Tab.SYSTEM,
    Kind.WISH_CHEAPER: Tab.ORDERS,
    Kind.WISH_BACK: Tab.ORDERS,
    Kind.ORDER_SHIPPED: Tab.ORDERS,
    Kind.ORDER_DELIVERED: Tab.ORDERS,
    Kind.ORDER_ENDED: Tab.ORDERS,
}
# What the house says is not switched off.
SWITCHABLE = tuple(kind for kind, tab in TAB_OF.items() if tab is not Tab.SYSTEM)


@dataclass(frozen=True, slots=True)
class Subject:
    """What a notification is about: "note", "comment", "question", "board", "member", "decision", "case",
    "product", "order".
    """

    kind: str
    id: Id


@dataclass(frozen=True, slots=True)
class Notice:
    """A group: what happened to one subject. ``actor_ids`` are the latest MOST_ACTORS, the latest first."""

    id: Id
    kind: Kind
    subject: Subject
    actor_ids: tuple[Id, ...]
    is_unread: bool
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class UnreadCounts:
    """How many groups wait unread, by tab; each at most MOST_COUNTED."""

    talk: int = 0
    likes: int = 0
    followers: int = 0
    orders: int = 0
    system: int = 0
    total: int = 0


NOTHING_UNREAD = UnreadCounts()


def counts_of(by_tab: dict[str, int]) -> UnreadCounts:
    """The counts of a member from the rows of their tabs."""
    return UnreadCounts(**{tab.value: by_tab.get(tab, 0) for tab in Tab}, total=sum(by_tab.values()))


@dataclass(frozen=True, slots=True)
class StreamTicket:
    """Where a member's live counts are read: an address for EventSource that opens until ``expires_at``."""

    url: str
    expires_at: datetime


class NoticeNotFound(NotFound):
    """No notification of this member with that id."""

    code = "notice_not_found"


class UnknownTab(DomainError):
    """There is no such tab."""

    code = "unknown_tab"
    kind = RefusalKind.NOT_FOUND


class StreamTokenRefused(DomainError):
    """The token of a stream is forged or too old: ask for a new one."""

    code = "stream_token_refused"
    kind = RefusalKind.SIGN_IN
