"""Uploading: a member's picture is stored, within the member's limit."""

from __future__ import annotations

from hongshu.kernel.ids import Id
from hongshu.platform.media.contracts import Picture
from hongshu.platform.media.services import store_picture
from hongshu.platform.trust.contracts import Limited
from hongshu.platform.trust.services import check_limit


def upload_picture(*, owner_id: Id, data: bytes) -> Picture:
    """Store a picture that waits to be claimed. Raises what ``store_picture`` raises, TooManyActions,
    AccountSuspended.
    """
    check_limit(user_id=owner_id, action=Limited.UPLOAD)
    return store_picture(owner_id=owner_id, data=data)
