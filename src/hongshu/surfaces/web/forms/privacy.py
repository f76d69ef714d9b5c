"""The form of what a member settles about themselves."""

from __future__ import annotations

from django.http import QueryDict

from hongshu.community.members.contracts import AllowedFrom, ProfileSettings


def read_privacy(post: QueryDict) -> ProfileSettings:
    """The settings as they were sent; who is meant by a word that is none is nobody."""
    return ProfileSettings(
        interests=tuple(dict.fromkeys(post.getlist("interests"))),
        is_private=bool(post.get("is_private")),
        mentions_from=_allowed(post.get("mentions_from", "")),
        comments_from=_allowed(post.get("comments_from", "")),
        hides_boards=bool(post.get("hides_boards")),
        hides_likes=bool(post.get("hides_likes")),
        is_personalised=bool(post.get("is_personalised")),
    )


def _allowed(word: str) -> AllowedFrom:
    return AllowedFrom(word) if word in set(AllowedFrom) else AllowedFrom.NOBODY
