"""What a member settles about who sees them: the profile and all their notes change together."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from hongshu.community.graph.services import accept_all_requests
from hongshu.community.members import services as members
from hongshu.community.members.contracts import ProfileSettings
from hongshu.community.members.queries import get_settings
from hongshu.community.notes.contracts import UnknownChannel
from hongshu.community.notes.queries import list_all_channels
from hongshu.community.notes.services import restrict_notes
from hongshu.kernel.ids import Id
from hongshu.platform.media.services import claim_pictures


@transaction.atomic
def save_privacy(*, user_id: Id, settings: ProfileSettings) -> None:
    """Keep a member's settings. A private account's notes are for followers from the same moment on.

    Who goes public lets everybody follow who waits. Idempotent. Raises ProfileNotFound, UnknownChannel.
    """
    _check_interests(settings.interests)
    before = members.save_settings(user_id=user_id, settings=settings)
    restrict_notes(author_id=user_id, is_restricted=settings.is_private)
    if before.is_private and not settings.is_private:
        accept_all_requests(user_id=user_id)


@transaction.atomic
def save_interests(*, user_id: Id, interests: Collection[str]) -> None:
    """Keep the channels a member likes to read, and nothing else. Raises ProfileNotFound, UnknownChannel."""
    _check_interests(interests)
    now = get_settings(user_id)
    members.save_settings(
        user_id=user_id,
        settings=ProfileSettings(
            interests=tuple(interests),
            is_private=now.is_private,
            mentions_from=now.mentions_from,
            comments_from=now.comments_from,
            hides_boards=now.hides_boards,
            hides_likes=now.hides_likes,
            is_personalised=now.is_personalised,
        ),
    )


@transaction.atomic
def save_banner(*, user_id: Id, banner_id: Id | None) -> None:
    """Show a picture of the member's behind their profile, or none.

    Raises ProfileNotFound, PictureNotFound.
    """
    if banner_id is not None:
        claim_pictures(owner_id=user_id, picture_ids=[banner_id])
    members.set_banner(user_id=user_id, banner_id=banner_id)


def _check_interests(interests: Collection[str]) -> None:
    known = {channel.slug for channel in list_all_channels()}
    for slug in interests:
        if slug not in known:
            raise UnknownChannel(field="interests", channel=slug[:40])
