"""Reads of profiles."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from hongshu.community.members.contracts import AllowedFrom, Profile, ProfileNotFound, ProfileSettings
from hongshu.community.members.models import ProfileRow
from hongshu.kernel.ids import Id

_COLUMNS = (
    "user_id", "handle", "name", "bio", "region", "language", "color", "avatar_id", "kol_field", "origin",
    "joined_at", "banner_id", "is_private", "is_suspended",
)  # fmt: skip
_SETTINGS = (
    "interests", "is_private", "mentions_from", "comments_from", "hides_boards", "hides_likes",
    "is_personalised",
)  # fmt: skip


def find_profile(user_id: Id) -> Profile | None:
    """The profile of an account, or None."""
    return list_profiles_by_id([user_id]).get(user_id)


def get_profile(user_id: Id) -> Profile:
    """The profile of an account. Raises ProfileNotFound."""
    profile = find_profile(user_id)
    if profile is None:
        raise ProfileNotFound
    return profile


def find_by_handle(handle: str) -> Profile | None:
    """The member with that handle, in any case, or None."""
    row = ProfileRow.objects.filter(handle=handle.lower()).values_list(*_COLUMNS).first()
    return None if row is None else _profile(row)


def list_profiles_by_id(ids: Collection[Id]) -> dict[Id, Profile]:
    """The profiles of accounts, by user id; one query, none for no ids."""
    if not ids:
        return {}
    rows = ProfileRow.objects.filter(user_id__in=set(ids)).values_list(*_COLUMNS)
    return {profile.user_id: profile for profile in map(_profile, rows)}


def list_settings_by_id(ids: Collection[Id]) -> dict[Id, ProfileSettings]:
    """What members have settled, by user id; one query, none for no ids."""
    if not ids:
        return {}
    rows = ProfileRow.objects.filter(user_id__in=set(ids)).values_list("user_id", *_SETTINGS)
    return {
        Id(user_id): ProfileSettings(
            tuple(interests), private, AllowedFrom(mentions), AllowedFrom(comments), boards, likes, personal
        )
        for user_id, interests, private, mentions, comments, boards, likes, personal in rows
    }


def get_settings(user_id: Id) -> ProfileSettings:
    """What a member has settled. Raises ProfileNotFound."""
    settings = list_settings_by_id([user_id]).get(user_id)
    if settings is None:
        raise ProfileNotFound
    return settings


def profile_of_row(row: ProfileRow) -> Profile:
    """The contract of a row, for this package's services."""
    return _profile(tuple(getattr(row, name) for name in _COLUMNS))


def _profile(row: tuple[Any, ...]) -> Profile:
    (user_id, handle, name, bio, region, language, color, avatar_id, kol_field, origin, joined_at, banner_id,
     is_private, is_suspended) = row  # fmt: skip
    return Profile(
        user_id=Id(user_id),
        handle=handle,
        name=name,
        bio=bio,
        region=region,
        language=language,
        color=color,
        avatar_id=None if avatar_id is None else Id(avatar_id),
        kol_field=kol_field,
        origin=origin,
        joined_at=joined_at,
        banner_id=None if banner_id is None else Id(banner_id),
        is_private=is_private,
        is_suspended=is_suspended,
    )
