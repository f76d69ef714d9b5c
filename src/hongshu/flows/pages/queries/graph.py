"""Pages of follows: the following feed, lists of members, the member's own circle."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hongshu.community.graph import queries as graph
from hongshu.community.graph.contracts import Following, Relation
from hongshu.community.members.contracts import Profile, ProfileNotFound
from hongshu.community.members.queries import find_by_handle
from hongshu.community.notes.queries import list_notes_of_followed
from hongshu.flows.pages.cards import member_chip, note_cards, pictures_for
from hongshu.flows.pages.contracts import (
    CirclePage,
    FollowingPage,
    MemberListPage,
    MemberRow,
    RelationView,
    Viewer,
)
from hongshu.flows.pages.viewers import hidden_of, meet
from hongshu.flows.pages.views import view_of_notes
from hongshu.kernel.errors import SignInNeeded
from hongshu.kernel.ids import Id
from hongshu.platform.behaviour.contracts import Surface

_NOTES = 30
_SUGGESTED = 12


def following_page(viewer: Viewer, *, cursor: str) -> FollowingPage:
    """The notes of whom the viewer follows. Five queries. Raises SignInNeeded, InvalidCursor."""
    member_id = _signed_in(viewer)
    summaries, onward = list_notes_of_followed(member_id, cursor=cursor, limit=_NOTES)
    cards = note_cards(summaries, viewer)
    return FollowingPage(
        cards=cards,
        next_cursor=onward,
        view=view_of_notes(viewer, Surface.FOLLOWING, cards, source="followed"),
        suggested=suggested_members(viewer) if not cards and not cursor else (),
    )


def suggested_members(viewer: Viewer) -> tuple[MemberRow, ...]:
    """Members whom many follow that the viewer follows; without follows, whom most follow."""
    found = graph.list_suggested(_signed_in(viewer), limit=_SUGGESTED)
    return member_rows(viewer, found)


def followers_page(viewer: Viewer, *, handle: str, cursor: str) -> MemberListPage:
    """A member's followers. Raises ProfileNotFound, InvalidCursor."""
    profile = visible_profile(viewer, handle)
    hidden = hidden_of(viewer)
    return _list_page(viewer, profile, graph.list_followers(profile.user_id, hidden=hidden, cursor=cursor))


def followed_page(viewer: Viewer, *, handle: str, cursor: str) -> MemberListPage:
    """Whom a member follows. Raises ProfileNotFound, InvalidCursor."""
    profile = visible_profile(viewer, handle)
    hidden = hidden_of(viewer)
    return _list_page(viewer, profile, graph.list_followed(profile.user_id, hidden=hidden, cursor=cursor))


def circle_page(viewer: Viewer) -> CirclePage:
    """Requests, blocks and mutes of the viewer. Raises SignInNeeded."""
    member_id = _signed_in(viewer)
    requests, blocked, muted = graph.list_circle(member_id)
    # The people of all three at once, and parted again.
    rows = {row.member.handle: row for row in member_rows(viewer, [*requests, *blocked, *muted])}

    def those(found: Sequence[Following]) -> tuple[MemberRow, ...]:
        people = [(viewer.known[each.user_id].handle, each) for each in found if each.user_id in viewer.known]
        return tuple(replace(rows[handle], since=each.since) for handle, each in people if handle in rows)

    return CirclePage(requests=those(requests), blocked=those(blocked), muted=those(muted))


def visible_profile(viewer: Viewer, handle: str) -> Profile:
    """The member of a handle, unless one of the two blocks the other. Raises ProfileNotFound."""
    profile = find_by_handle(handle)
    if profile is None:
        raise ProfileNotFound
    if viewer.user_id != profile.user_id and (profile.is_suspended or profile.is_leaving):
        raise ProfileNotFound
    if graph.get_relation(viewer.user_id, profile.user_id).is_hidden:
        raise ProfileNotFound
    return profile


def relation_view(viewer: Viewer, member_id: Id, relation: Relation) -> RelationView:
    """A relation for a page."""
    return RelationView(
        is_self=viewer.user_id == member_id,
        follows=relation.follows,
        is_followed_by=relation.is_followed_by,
        has_requested=relation.has_requested,
        blocks=relation.blocks,
        mutes=relation.mutes,
    )


def member_rows(viewer: Viewer, found: Sequence[Following]) -> tuple[MemberRow, ...]:
    """Rows in the order of *found*: one query, and one for avatars not seen before."""
    people = [row.user_id for row in found]
    asked = graph.ask_relations(viewer.user_id, people)
    meet(viewer, asked, people=people)
    profiles, relations = viewer.known, asked.answer
    pictures = pictures_for(viewer, ())
    return tuple(
        MemberRow(
            member=member_chip(profiles[row.user_id], pictures),
            bio=profiles[row.user_id].bio,
            relation=relation_view(viewer, row.user_id, relations[row.user_id]),
            since=row.since,
        )
        for row in found
        if row.user_id in profiles
        and not (profiles[row.user_id].is_suspended or profiles[row.user_id].is_leaving)
    )


def _list_page(viewer: Viewer, profile: Profile, found: tuple[tuple[Following, ...], str]) -> MemberListPage:
    rows, onward = found
    return MemberListPage(
        member=member_chip(profile, {}),
        rows=member_rows(viewer, rows),
        next_cursor=onward,
        is_self=viewer.user_id == profile.user_id,
    )


def _signed_in(viewer: Viewer) -> Id:
    if viewer.user_id is None:
        raise SignInNeeded
    return viewer.user_id
