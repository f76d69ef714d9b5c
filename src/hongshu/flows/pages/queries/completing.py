"""Completing what a member types: whom they may mean by ``@``, which topic by ``#``."""

from __future__ import annotations

from hongshu.community.graph.queries import list_followed_ids, list_hidden_ids, list_relations
from hongshu.community.members.contracts import AllowedFrom, Profile
from hongshu.community.members.queries import list_by_beginning, list_settings_by_id
from hongshu.community.notes.contracts import TOPIC_MAX
from hongshu.community.notes.queries import list_topics_beginning
from hongshu.flows.pages.cards import member_chip
from hongshu.flows.pages.contracts.cards import Viewer
from hongshu.flows.pages.contracts.completing import (
    MemberCompletion,
    MemberCompletions,
    TopicCompletion,
    TopicCompletions,
)
from hongshu.kernel.errors import SignInNeeded
from hongshu.kernel.ids import Id
from hongshu.platform.media.queries import list_pictures_by_id

_OFFERED = 8
# Some of those found may not be mentioned by everybody, and give their place to the next.
_LOOKED_AT = 16
_LONGEST = 40


def complete_members(viewer: Viewer, *, text: str) -> MemberCompletions:
    """At most eight members whose handle or name begins with *text*: those whom the viewer follows first.

    Nobody who blocks the viewer or is blocked by them, and nobody who does not let the viewer name them.
    Seven queries at most. Raises SignInNeeded.
    """
    viewer_id, text = _signed_in(viewer), _clean(text)
    if not text:
        return MemberCompletions(members=())
    without = {*list_hidden_ids(viewer_id), viewer_id}
    followed = [key for key in list_followed_ids(viewer_id) if key not in without]
    found = list(list_by_beginning(text, among=followed, limit=_LOOKED_AT)) if followed else []
    first = {profile.user_id for profile in found}
    if len(found) < _OFFERED:
        found += list_by_beginning(text, without={*without, *first}, limit=_LOOKED_AT)
    shown = _nameable(viewer_id, found)[:_OFFERED]
    avatars = list_pictures_by_id([each.avatar_id for each in shown if each.avatar_id is not None])
    return MemberCompletions(
        members=tuple(
            MemberCompletion(member=member_chip(profile, avatars), follows=profile.user_id in first)
            for profile in shown
        )
    )


def complete_topics(viewer: Viewer, *, text: str) -> TopicCompletions:
    """At most eight topics that begin with *text*, the most used first. One query. Raises SignInNeeded."""
    _signed_in(viewer)
    text = _clean(text)[:TOPIC_MAX]
    found = list_topics_beginning(text, limit=_OFFERED) if text else ()
    return TopicCompletions(topics=tuple(TopicCompletion(topic, count) for topic, count in found))


def _nameable(viewer_id: Id, found: list[Profile]) -> list[Profile]:
    ids = [profile.user_id for profile in found]
    settings, relations = list_settings_by_id(ids), list_relations(viewer_id, ids)
    allowed = {
        key
        for key in ids
        if settings[key].mentions_from is AllowedFrom.ALL
        or (settings[key].mentions_from is AllowedFrom.FOLLOWED and relations[key].is_followed_by)
    }
    return [profile for profile in found if profile.user_id in allowed]


def _clean(text: str) -> str:
    return text.replace("\0", "").strip().lstrip("@#＃")[:_LONGEST]


def _signed_in(viewer: Viewer) -> Id:
    if viewer.user_id is None:
        raise SignInNeeded
    return viewer.user_id
