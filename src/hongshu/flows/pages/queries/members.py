"""Members: the viewer, and a profile with its notes."""

from __future__ import annotations

from dataclasses import replace

from hongshu.community.graph.contracts import STRANGERS, Relation
from hongshu.community.graph.queries import ask_counts, get_relation
from hongshu.community.members.contracts import Profile, ProfileNotFound
from hongshu.community.members.queries import find_by_handle
from hongshu.community.notes.contracts import NoteSummary
from hongshu.community.notes.queries import ask_count_of_author, ask_notes_of_author
from hongshu.community.responses.queries import ask_likes_received
from hongshu.flows.pages.cards import member_chip, note_cards, picture_view, pictures_for
from hongshu.flows.pages.contracts import CardSlice, Fact, MemberChip, PictureView, ProfilePage, Viewer
from hongshu.flows.pages.queries.graph import relation_view
from hongshu.flows.pages.viewers import known_profiles, meet
from hongshu.flows.pages.views import view_of_notes
from hongshu.kernel.asking import Asked
from hongshu.platform.accounts.queries import ask_facts
from hongshu.platform.behaviour.contracts import ShownItem, Surface
from hongshu.platform.media.queries import list_pictures_by_id

_NOTES = 30


def viewer_chip(viewer: Viewer) -> MemberChip | None:
    """The signed-in member's own chip; None for visitors, and for an account without a profile."""
    profile = None if viewer.user_id is None else known_profiles((), viewer).get(viewer.user_id)
    return None if profile is None else member_chip(profile, pictures_for(viewer, ()))


def profile_page(viewer: Viewer, *, handle: str) -> ProfilePage:
    """A member and their notes, private ones only to themselves. Seven queries. Raises ProfileNotFound."""
    profile, relation = _get(viewer, handle)
    key, is_self = profile.user_id, profile.user_id == viewer.user_id
    counted = ask_counts(key, viewer_id=viewer.user_id)
    facts = ask_facts(key, public_only=True)
    note_count = ask_count_of_author(key, viewer_id=viewer.user_id, relation=relation)
    likes = ask_likes_received(key)
    found = _ask_notes(viewer, profile, relation, cursor="")
    meet(viewer, counted, facts, note_count, likes, found)
    counts = counted.answer
    notes = _slice(viewer, profile, found.answer)
    return ProfilePage(
        member=_chip(profile),
        bio=profile.bio,
        region=profile.region,
        facts=tuple(Fact(key=fact.key, value=fact.value) for fact in facts.answer),
        joined_at=profile.joined_at,
        origin=profile.origin,
        note_count=note_count.answer,
        like_count=likes.answer,
        follower_count=counts.followers,
        following_count=counts.following,
        relation=relation_view(viewer, profile.user_id, relation),
        is_private=profile.is_private,
        shows_boards=is_self or not profile.hides_boards,
        shows_likes=is_self or not profile.hides_likes,
        banner=_banner(profile),
        notes=notes.cards,
        next_cursor=notes.next_cursor,
        is_self=is_self,
        view=notes.view,
    )


def profile_notes(viewer: Viewer, *, handle: str, cursor: str) -> CardSlice:
    """A page of a member's notes. Raises ProfileNotFound, InvalidCursor."""
    profile, relation = _get(viewer, handle)
    return _slice(viewer, profile, _ask_notes(viewer, profile, relation, cursor=cursor).answer)


def _ask_notes(
    viewer: Viewer, profile: Profile, relation: Relation, *, cursor: str
) -> Asked[tuple[tuple[NoteSummary, ...], str]]:
    return ask_notes_of_author(
        profile.user_id,
        viewer_id=viewer.user_id,
        relation=relation,
        cursor=cursor,
        limit=_NOTES,
        pinned_apart=True,
    )


def _slice(viewer: Viewer, profile: Profile, found: tuple[tuple[NoteSummary, ...], str]) -> CardSlice:
    summaries, onward = found
    beside = [] if profile.banner_id is None else [profile.banner_id]
    cards = note_cards(summaries, viewer, profiles={profile.user_id: profile}, beside=beside)
    cards = tuple(
        replace(card, is_pinned=summary.is_pinned) for card, summary in zip(cards, summaries, strict=True)
    )
    subject = ShownItem("member", profile.user_id)
    view = view_of_notes(viewer, Surface.PROFILE, cards, source="of_author", subject=subject)
    return CardSlice(cards=cards, next_cursor=onward, view=view)


def _get(viewer: Viewer, handle: str) -> tuple[Profile, Relation]:
    # Who blocks a member still reaches the profile, without its notes: it is where the block is lifted.
    profile = find_by_handle(handle)
    relation = get_relation(viewer.user_id, profile.user_id) if profile else STRANGERS
    if profile is None or relation.is_blocked_by:
        raise ProfileNotFound
    if viewer.user_id != profile.user_id and (profile.is_suspended or profile.is_leaving):
        raise ProfileNotFound
    return profile, relation


def own_banner(viewer: Viewer) -> PictureView | None:
    """The picture behind the viewer's own profile, or None."""
    profile = None if viewer.user_id is None else known_profiles((), viewer).get(viewer.user_id)
    return None if profile is None else _banner(profile)


def _banner(profile: Profile) -> PictureView | None:
    if profile.banner_id is None:
        return None
    return picture_view(profile.banner_id, list_pictures_by_id([profile.banner_id]))


def _chip(profile: Profile) -> MemberChip:
    return member_chip(profile, list_pictures_by_id([profile.avatar_id] if profile.avatar_id else []))
