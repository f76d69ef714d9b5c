"""Joining: an account gets its public face in the transaction that makes it."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from hongshu.community.members.queries import find_profile
from hongshu.community.members.services import change_profile, create_profile
from hongshu.kernel.ids import Id
from hongshu.platform.media.services import claim_pictures


def join_member(*, user_id: Id, name: str, language: str = "") -> None:
    """Make the profile of a new account. Idempotent. Raises InvalidName."""
    create_profile(user_id=user_id, name=name, language=language)


@transaction.atomic
def save_profile(*, user_id: Id, name: str, bio: str, avatar_id: Id | None) -> None:
    """Change a profile; a new avatar is claimed with it. Raises InvalidName, BioTooLong, PictureNotFound.

    Who has an account without a profile (made on the command line) gets one.
    """
    create_profile(user_id=user_id, name=name)
    if avatar_id is not None:
        claim_pictures(owner_id=user_id, picture_ids=[avatar_id])
    change_profile(user_id=user_id, name=name, bio=bio, avatar_id=avatar_id)


def display_name(user: Any) -> str:
    """What mails and messages call an account: the profile's name, or how it signs in."""
    profile = find_profile(Id(user.pk))
    return profile.name if profile is not None else str(user.email or user.phone or user.login)
