"""Reads of profiles."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from hongshu.community.members.contracts import Profile, ProfileNotFound
from hongshu.community.members.models import ProfileRow
from hongshu.kernel.ids import Id

_COLUMNS = (
    "user_id", "handle", "name", "bio", "region", "language", "color", "avatar_id", "kol_field", "origin",
    "joined_at",
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


def profile_of_row(row: ProfileRow) -> Profile:
    """The contract of a row, for this package's services."""
    return _profile(tuple(getattr(row, name) for name in _COLUMNS))


def _profile(row: tuple[Any, ...]) -> Profile:
    user_id, handle, name, bio, region, language, color, avatar_id, kol_field, origin, joined_at = row
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
    )
