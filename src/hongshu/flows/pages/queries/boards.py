"""Boards: a member's, one with its notes, and where a note is to be put."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hongshu.community.graph.contracts import Relation
from hongshu.community.graph.queries import ask_relations, get_relation
from hongshu.community.members.contracts import Profile, ProfileNotFound
from hongshu.community.members.queries import find_by_handle
from hongshu.community.notes.queries import get_note, list_summaries_by_id
from hongshu.community.responses import queries as responses
from hongshu.community.responses.contracts import Board, BoardNotFound
from hongshu.flows.pages.cards import FALLBACK_COLOR, member_chip, note_cards, picture_view, pictures_for
from hongshu.flows.pages.contracts import (
    BoardCard,
    BoardChoice,
    BoardPage,
    CollectSheet,
    MemberBoards,
    MemberLikes,
    NoteCard,
    PictureView,
    ProfileTabs,
    Viewer,
)
from hongshu.flows.pages.viewers import known_profiles, meet
from hongshu.flows.pages.views import view_of_notes
from hongshu.kernel.errors import SignInNeeded
from hongshu.kernel.ids import Id
from hongshu.platform.behaviour.contracts import ShownItem, Surface

_NOTES = 30
_COVERS = 3


def member_boards(viewer: Viewer, *, handle: str) -> MemberBoards:
    """A member's boards: all of their own to themselves, with invitations; to others the public ones.

    Raises ProfileNotFound, also where the member hides them.
    """
    profile, _ = visible_member(viewer, handle)
    is_self = viewer.user_id == profile.user_id
    if profile.hides_boards and not is_self:
        raise ProfileNotFound
    boards = responses.list_boards(profile.user_id, with_private=is_self, with_invitations=is_self)
    # Boards of others whom this member helps are the others' to show.
    shown = [board for board in boards if is_self or board.owner_id == profile.user_id]
    cards = _cards(viewer, shown)
    return MemberBoards(tabs=tabs_of(viewer, profile, "boards"), boards=cards)


def member_likes(viewer: Viewer, *, handle: str, cursor: str = "") -> MemberLikes:
    """The notes a member likes that the viewer may see. Raises ProfileNotFound, also where they are hidden,
    InvalidCursor.
    """
    profile, _ = visible_member(viewer, handle)
    if profile.hides_likes and viewer.user_id != profile.user_id:
        raise ProfileNotFound
    liked, onward = responses.list_liked(profile.user_id, cursor=cursor, limit=_NOTES)
    cards = _note_cards(viewer, [each.note_id for each in liked])
    subject = ShownItem("member", profile.user_id)
    return MemberLikes(
        tabs=tabs_of(viewer, profile, "likes"),
        cards=cards,
        next_cursor=onward,
        view=view_of_notes(viewer, Surface.PROFILE, cards, source="liked", subject=subject),
    )


def board_page(viewer: Viewer, *, board_id: Id, cursor: str = "") -> BoardPage:
    """A board with a page of its notes. Eight queries at most. Raises BoardNotFound, InvalidCursor."""
    board = responses.get_board(board_id)
    relations = ask_relations(viewer.user_id, [board.owner_id])
    meet(viewer, relations, people={board.owner_id, *board.editor_ids, *board.invited_ids})
    people = viewer.known
    _check_visible(viewer, board, people, relations.answer[board.owner_id])
    entries, onward = responses.list_board_entries(board_id, cursor=cursor, limit=_NOTES)
    cards = _note_cards(viewer, [entry.note_id for entry in entries])
    is_own = viewer.user_id == board.owner_id
    may_edit = is_own or viewer.user_id in board.editor_ids
    subject = ShownItem("member", board.owner_id)
    covers = tuple(card.cover for card in cards if card.cover is not None)[:_COVERS]
    return BoardPage(
        board=_card(viewer, board, people, covers),
        cards=cards,
        next_cursor=onward,
        view=view_of_notes(viewer, Surface.PROFILE, cards, source="board", subject=subject),
        is_own=is_own,
        may_edit=may_edit,
        cover_note_id=board.cover_note_id,
        editors=tuple(member_chip(people.get(key), {}) for key in board.editor_ids),
        invited=tuple(member_chip(people.get(key), {}) for key in board.invited_ids) if may_edit else (),
    )


def collect_sheet(viewer: Viewer, *, note_id: Id) -> CollectSheet:
    """Where the viewer may put a note. Raises SignInNeeded, NoteNotFound."""
    if viewer.user_id is None:
        raise SignInNeeded
    note = get_note(note_id, viewer_id=viewer.user_id)
    boards = responses.list_boards(viewer.user_id, with_private=True)
    having = responses.ask_boards_with(note_id, [board.id for board in boards])
    states = responses.ask_note_states([note_id], viewer_id=viewer.user_id)
    meet(viewer, having, states, people={board.owner_id for board in boards})
    state = states.answer[note_id].collects
    return CollectSheet(
        note_id=note_id,
        title=note.summary.title or note.summary.excerpt,
        choices=tuple(
            BoardChoice(board=card, has_note=card.id in having.answer) for card in _cards(viewer, boards)
        ),
        is_collected=state.is_collected,
        collect_count=state.count,
    )


def visible_member(viewer: Viewer, handle: str) -> tuple[Profile, Relation]:
    """The member of a handle and how the viewer stands to them. Two queries. Raises ProfileNotFound."""
    profile = find_by_handle(handle)
    if profile is None:
        raise ProfileNotFound
    relation = get_relation(viewer.user_id, profile.user_id)
    is_self = viewer.user_id == profile.user_id
    if relation.is_hidden or (not is_self and (profile.is_suspended or profile.is_leaving)):
        raise ProfileNotFound
    if profile.is_private and not is_self and not relation.follows:
        raise ProfileNotFound
    viewer.known[profile.user_id] = profile
    return profile, relation


def tabs_of(viewer: Viewer, profile: Profile, active: str) -> ProfileTabs:
    """The tabs of a profile: to themselves all, to others what the member does not hide."""
    is_self = viewer.user_id == profile.user_id
    return ProfileTabs(
        member=member_chip(
            profile, pictures_for(viewer, [profile.avatar_id] if profile.avatar_id is not None else [])
        ),
        active=active,
        shows_boards=is_self or not profile.hides_boards,
        shows_likes=is_self or not profile.hides_likes,
        is_self=is_self,
    )


def _check_visible(viewer: Viewer, board: Board, people: Mapping[Id, Profile], relation: Relation) -> None:
    if viewer.user_id == board.owner_id:
        return
    owner = people.get(board.owner_id)
    if owner is None or owner.is_suspended or owner.is_leaving or relation.is_hidden:
        raise BoardNotFound
    if viewer.user_id is not None and viewer.user_id in (*board.editor_ids, *board.invited_ids):
        return
    if board.is_private or (owner.is_private and not relation.follows):
        raise BoardNotFound


def _note_cards(viewer: Viewer, note_ids: Sequence[Id]) -> tuple[NoteCard, ...]:
    notes = list_summaries_by_id(note_ids, viewer_id=viewer.user_id)
    return note_cards(list(notes.values()), viewer)


def _cards(viewer: Viewer, boards: Sequence[Board]) -> tuple[BoardCard, ...]:
    """Cards of boards: two queries for their first notes, at most one for owners, one for pictures."""
    people = known_profiles({board.owner_id for board in boards}, viewer)
    first = list({note_id for board in boards for note_id in board.first_ids})
    notes = list_summaries_by_id(first, viewer_id=viewer.user_id)
    pictures = pictures_for(viewer, [note.cover_id for note in notes.values() if note.cover_id is not None])
    return tuple(
        _card(
            viewer,
            board,
            people,
            tuple(
                view
                for view in (
                    picture_view(notes[key].cover_id, pictures) for key in board.first_ids if key in notes
                )
                if view is not None
            )[:_COVERS],
        )
        for board in boards
    )


def _card(
    viewer: Viewer, board: Board, people: Mapping[Id, Profile], covers: tuple[PictureView, ...]
) -> BoardCard:
    owner = people.get(board.owner_id)
    return BoardCard(
        id=board.id,
        title=board.title or ("默认收藏" if viewer.language == "zh" else "Collected"),
        owner=member_chip(owner, {}),
        is_private=board.is_private,
        is_default=board.is_default,
        is_shared=bool(board.editor_ids),
        is_invitation=viewer.user_id is not None and viewer.user_id in board.invited_ids,
        note_count=board.note_count,
        covers=covers,
        color=owner.color if owner else FALLBACK_COLOR,
    )
