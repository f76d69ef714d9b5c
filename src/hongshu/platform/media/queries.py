"""Reads of media."""

from __future__ import annotations

from collections.abc import Collection

from hongshu.kernel.ids import Id
from hongshu.kernel.kept import Unchanging
from hongshu.platform.media import adapters
from hongshu.platform.media.contracts import Picture, PictureNotFound, StoredFile
from hongshu.platform.media.models import MediaPicture, PictureState
from hongshu.platform.media.ports import RENDITION

_CONTENT_TYPES = {"webp": "image/webp", "avif": "image/avif"}


def list_pictures_by_id(ids: Collection[Id]) -> dict[Id, Picture]:
    """The ready pictures among *ids*, whoever owns them; one query at most, none for those seen before.

    A picture never changes. One that was removed meanwhile may still be told; its files are then not there.
    """
    return _pictures.get_many(ids)


def list_pictures_of_owner(owner_id: Id) -> tuple[Picture, ...]:
    """Every ready picture of an owner's, attached or not. Two queries."""
    ready = MediaPicture.objects.filter(owner_id=owner_id, state=PictureState.READY).order_by("id")
    return tuple(_fetch_pictures([Id(key) for key in ready.values_list("id", flat=True)]).values())


def _fetch_pictures(ids: Collection[Id]) -> dict[Id, Picture]:
    rows = MediaPicture.objects.filter(id__in=set(ids), state=PictureState.READY).values_list(
        "id", "stem", "width", "height", "widths", "thumbhash", "color"
    )
    return {
        key: Picture(
            id=key,
            stem=stem,
            width=width,
            height=height,
            widths=tuple(widths),
            thumbhash=thumbhash,
            color=color,
        )
        for key, stem, width, height, widths, thumbhash, color in rows
    }


# About 400 bytes each.
_pictures: Unchanging[Id, Picture] = Unchanging(_fetch_pictures, most=50_000)


def picture_base(picture: Picture) -> str:
    """The address that every rendition's begins with: ``{base}-720.webp``."""
    return f"/media/{picture.stem}"


def open_file(path: str) -> StoredFile:
    """The rendition behind the address ``/media/{path}``. No query.

    Raises PictureNotFound for whatever is not exactly the name of a rendition that is there.
    """
    if not RENDITION.fullmatch(path):
        raise PictureNotFound
    try:
        return StoredFile(adapters.current_store().local_path(path), _CONTENT_TYPES[path.rpartition(".")[2]])
    except FileNotFoundError:
        raise PictureNotFound from None
