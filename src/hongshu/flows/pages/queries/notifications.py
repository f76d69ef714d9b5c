"""What waits for a member: the page, the badge, the choices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hongshu.community.graph.contracts import STRANGERS, Relation
from hongshu.community.graph.queries import ask_relations
from hongshu.community.members.contracts import Profile
from hongshu.community.notes.contracts import NoteSummary
from hongshu.community.notes.queries import list_summaries_by_id
from hongshu.community.responses.contracts import NO_RESPONSES, Comment, NoteState
from hongshu.community.responses.queries import ask_comments_by_id, list_note_states
from hongshu.flows.pages.cards import FALLBACK_COLOR, Pictures, member_chip, picture_view, pictures_for
from hongshu.flows.pages.contracts.cards import Viewer
from hongshu.flows.pages.contracts.notifications import (
    KindChoice,
    NoticeNote,
    NoticeView,
    NotificationsPage,
)
from hongshu.flows.pages.queries.graph import relation_view
from hongshu.flows.pages.viewers import hidden_of, meet
from hongshu.kernel.errors import SignInNeeded
from hongshu.kernel.ids import Id
from hongshu.platform.notifications import queries as notifications
from hongshu.platform.notifications.contracts import (
    SWITCHABLE,
    TAB_OF,
    Kind,
    Notice,
    StreamTicket,
    Tab,
    UnknownTab,
)
from hongshu.platform.notifications.services import issue_stream

# The tabs that something is told in.
SHOWN_TABS = (Tab.TALK, Tab.LIKES, Tab.FOLLOWERS, Tab.ORDERS, Tab.SYSTEM)
_NOTICES = 30
_FACES = 3
_TEXT_MAX = 100


@dataclass(frozen=True, slots=True)
class _Found:
    """What the notifications of a page are about."""

    profiles: Mapping[Id, Profile]
    relations: Mapping[Id, Relation]
    comments: Mapping[Id, Comment]
    notes: Mapping[Id, NoteSummary]
    states: Mapping[Id, NoteState]
    pictures: Pictures


def notifications_page(viewer: Viewer, *, tab: str = "", cursor: str = "") -> NotificationsPage:
    """What a member was told, of one tab or of all, without whom they block or are blocked by.

    Eight queries, however many. Raises SignInNeeded, UnknownTab, InvalidCursor.
    """
    member_id = _signed_in(viewer)
    wanted = shown_tab(tab) if tab else None
    notices, onward = notifications.list_notices(member_id, tab=wanted, cursor=cursor, limit=_NOTICES)
    found = _find(viewer, notices)
    views = (_view(viewer, notice, found) for notice in notices)
    return NotificationsPage(
        tab=wanted, notices=tuple(view for view in views if view is not None), next_cursor=onward
    )


def shown_tab(name: str) -> Tab:
    """The tab of a name. Raises UnknownTab."""
    for tab in SHOWN_TABS:
        if tab == name:
            return tab
    raise UnknownTab


def stream_of(viewer: Viewer) -> StreamTicket:
    """Where the member's counts are heard of live. No query. Raises SignInNeeded."""
    return issue_stream(_signed_in(viewer))


def notification_choices(viewer: Viewer) -> tuple[KindChoice, ...]:
    """Each kind, and whether the member wants it; one query. Raises SignInNeeded."""
    off = notifications.list_off_kinds(_signed_in(viewer))
    return tuple(KindChoice(kind=kind, tab=TAB_OF[kind], is_on=kind not in off) for kind in SWITCHABLE)


def _find(viewer: Viewer, notices: tuple[Notice, ...]) -> _Found:
    actor_ids = list({actor for notice in notices for actor in notice.actor_ids})
    relations = ask_relations(viewer.user_id, actor_ids)
    said = ask_comments_by_id(
        [n.subject.id for n in notices if n.subject.kind == "comment"], hidden=hidden_of(viewer)
    )
    meet(viewer, relations, said, people=actor_ids)
    profiles, comments = viewer.known, said.answer
    of_notes = [n.subject.id for n in notices if n.subject.kind == "note"]
    note_ids = list(dict.fromkeys([*of_notes, *(comment.note_id for comment in comments.values())]))
    notes = list_summaries_by_id(note_ids, viewer_id=viewer.user_id)
    covers = [note.cover_id for note in notes.values() if note.cover_id is not None]
    return _Found(
        profiles=profiles,
        relations=relations.answer,
        comments=comments,
        notes=notes,
        states=list_note_states(list(dict.fromkeys(of_notes)), viewer_id=viewer.user_id),
        pictures=pictures_for(viewer, covers),
    )


def _view(viewer: Viewer, notice: Notice, found: _Found) -> NoticeView | None:
    shown = [
        key
        for key in notice.actor_ids
        if key in found.profiles and not found.relations.get(key, STRANGERS).is_hidden
    ]
    if notice.actor_ids and not shown:
        return None
    comment = found.comments.get(notice.subject.id) if notice.subject.kind == "comment" else None
    note_id = comment.note_id if comment else notice.subject.id
    note = found.notes.get(note_id) if notice.subject.kind in ("note", "comment") else None
    relation = None
    if notice.kind in (Kind.FOLLOW, Kind.FOLLOW_REQUEST):
        relation = relation_view(viewer, shown[0], found.relations.get(shown[0], STRANGERS))
    return NoticeView(
        id=notice.id,
        kind=notice.kind,
        actors=tuple(member_chip(found.profiles[key], found.pictures) for key in shown[:_FACES]),
        count=max(len(shown), _count(notice, comment, found)),
        note=_note(note, found) if note else None,
        comment_id=comment.id if comment and note else None,
        decision_id=notice.subject.id if notice.subject.kind == "decision" else None,
        question_id=notice.subject.id if notice.subject.kind == "question" else None,
        board_id=notice.subject.id if notice.subject.kind == "board" else None,
        product_id=notice.subject.id if notice.subject.kind == "product" else None,
        order_id=notice.subject.id if notice.subject.kind == "order" else None,
        text=comment.body[:_TEXT_MAX] if comment and note else "",
        relation=relation,
        is_unread=notice.is_unread,
        changed_at=notice.changed_at,
    )


def _count(notice: Notice, comment: Comment | None, found: _Found) -> int:
    """How many did it, from the counts of the community: a group remembers only the latest."""
    state = found.states.get(notice.subject.id, NO_RESPONSES)
    if notice.kind is Kind.LIKE:
        return state.likes.count - int(state.likes.is_liked)
    if notice.kind is Kind.COLLECT:
        return state.collects.count - int(state.collects.is_collected)
    if notice.kind is Kind.COMMENT_LIKE and comment is not None:
        return comment.like_count
    return 1


def _note(summary: NoteSummary, found: _Found) -> NoticeNote:
    return NoticeNote(
        id=summary.id,
        title=summary.title or summary.excerpt,
        cover=picture_view(summary.cover_id, found.pictures, summary.cover_alt),
        color=FALLBACK_COLOR,
    )


def _signed_in(viewer: Viewer) -> Id:
    if viewer.user_id is None:
        raise SignInNeeded
    return viewer.user_id
