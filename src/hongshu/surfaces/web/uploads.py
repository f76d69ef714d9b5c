"""Taking an uploaded picture out of a form."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile

from hongshu.flows.uploading import upload_picture
from hongshu.kernel.ids import Id
from hongshu.platform.media.contracts import MAX_BYTES, MAX_PIXELS, Picture, PictureTooLarge


def stored_upload(owner_id: Id, upload: UploadedFile[Any]) -> Picture:
    """The picture of an upload, stored; what is too large is not even read.

    Raises PictureTooLarge, PictureTypeRefused, PictureBroken, RenderingBusy, TooManyActions,
    AccountSuspended.
    """
    if (upload.size or 0) > MAX_BYTES:
        raise PictureTooLarge(max_mb=MAX_BYTES // 1024 // 1024, max_megapixels=MAX_PIXELS // 1_000_000)
    return upload_picture(owner_id=owner_id, data=upload.read())
