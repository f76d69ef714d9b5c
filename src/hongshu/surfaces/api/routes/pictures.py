"""Uploading pictures for notes."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from ninja import File, Router
from ninja.files import UploadedFile

from hongshu.flows.pages.contracts import PictureView
from hongshu.flows.uploading import upload_picture
from hongshu.kernel.ids import Id
from hongshu.platform.media.contracts import MAX_BYTES, Picture
from hongshu.platform.media.queries import picture_base
from hongshu.surfaces.api.answers import answer
from hongshu.surfaces.api.document import gives
from hongshu.surfaces.api.entrance import MEMBERS, member_of

router = Router(tags=["pictures"])


@dataclass(frozen=True, slots=True)
class StoredPicture:
    """A picture that a note may show within the next 24 hours; after that it is forgotten."""

    id: Id
    picture: PictureView


@router.post(
    "/pictures",
    auth=MEMBERS,
    response={201: None},
    openapi_extra=gives(StoredPicture, status=201, text="Stored"),
)
def add_picture(request: HttpRequest, file: File[UploadedFile]) -> HttpResponse:
    """Store a picture: JPEG, PNG, WebP, HEIC, AVIF or GIF. Place and camera are left out."""
    # One byte more than is allowed is enough to be refused.
    picture = upload_picture(owner_id=member_of(request), data=file.read(MAX_BYTES + 1))
    return answer(stored(picture), status=201)


def stored(picture: Picture) -> StoredPicture:
    """What is told of a picture that was just stored."""
    view = PictureView(
        base=picture_base(picture),
        widths=picture.widths,
        width=picture.width,
        height=picture.height,
        thumbhash=picture.thumbhash,
        color=picture.color,
    )
    return StoredPicture(id=picture.id, picture=view)
