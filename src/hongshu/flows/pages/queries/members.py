"""Members: the viewer, and a profile with its notes."""

from __future__ import annotations

from hongshu.community.graph.queries import get_relation
from hongshu.community.members.contracts import Profile, ProfileNotFound
from hongshu.community.members.queries import find_by_handle, find_profile
from hongshu.community.notes.queries import count_notes_of_author, list_notes_of_author
from hongshu.community.responses.queries import count_likes_received
from hongshu.flows.pages.cards import member_chip, note_cards
from hongshu.flows.pages.contracts import CardSlice, Fact, MemberChip, ProfilePage, Viewer
from hongshu.flows.pages.views import view_of_notes
from hongshu.platform.accounts.queries import list_facts
from hongshu.platform.behaviour.contracts import ShownItem, Surface
from hongshu.platform.media.queries import list_pictures_by_id

_NOTES = 30


def viewer_chip(viewer: Viewer) -> MemberChip | None:
    """The signed-in member's own chip; None for visitors, and for an account without a profile."""
    profile = None if viewer.user_id is None else find_profile(viewer.user_id)
    return None if profile is None else _chip(profile)


def profile_page(viewer: Viewer, *, handle: str) -> ProfilePage:
    """A member and their notes, private ones only to themselves. Six queries. Raises ProfileNotFound."""
    profile = _get(viewer, handle)
    is_self = profile.user_id == viewer.user_id
    notes = _notes_of(viewer, profile, cursor="")
    return ProfilePage(
        member=_chip(profile),
        bio=profile.bio,
        region=profile.region,
        facts=tuple(
            Fact(key=fact.key, value=fact.value) for fact in list_facts(profile.user_id, public_only=True)
        ),
        joined_at=profile.joined_at,
        origin=profile.origin,
        note_count=count_notes_of_author(profile.user_id, viewer_id=viewer.user_id),
        like_count=count_likes_received(profile.user_id),
        notes=notes.cards,
        next_cursor=notes.next_cursor,
        is_self=is_self,
        view=notes.view,
    )


def profile_notes(viewer: Viewer, *, handle: str, cursor: str) -> CardSlice:
    """A page of a member's notes. Raises ProfileNotFound, InvalidCursor."""
    return _notes_of(viewer, _get(viewer, handle), cursor=cursor)


def _notes_of(viewer: Viewer, profile: Profile, *, cursor: str) -> CardSlice:
    summaries, onward = list_notes_of_author(
        profile.user_id, viewer_id=viewer.user_id, cursor=cursor, limit=_NOTES
    )
    cards = note_cards(summaries, viewer, profiles={profile.user_id: profile})
    subject = ShownItem("member", profile.user_id)
    view = view_of_notes(viewer, Surface.PROFILE, cards, source="of_author", subject=subject)
    return CardSlice(cards=cards, next_cursor=onward, view=view)


def _get(viewer: Viewer, handle: str) -> Profile:
    profile = find_by_handle(handle)
    if profile is None or get_relation(viewer.user_id, profile.user_id).is_hidden:
        raise ProfileNotFound
    return profile


def _chip(profile: Profile) -> MemberChip:
    return member_chip(profile, list_pictures_by_id([profile.avatar_id] if profile.avatar_id else []))
