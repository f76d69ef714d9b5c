"""Shapes and refusals of media."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from hongshu.kernel.errors import DomainError, NotFound, RefusalKind
from hongshu.kernel.ids import Id

RENDITION_WIDTHS = (360, 720, 1440)
# Who owns what is no member's: pictures of products and the marks of brands.
HOUSE_OWNER = Id(0)
MAX_BYTES = 20 * 1024 * 1024
MAX_PIXELS = 50_000_000
MAX_SIDE = 16_000


@dataclass(frozen=True, slots=True)
class Picture:
    """A stored picture. ``stem`` is the content-hash name that every rendition's file begins with.

    ``widths`` are the rendition widths that exist (px, ascending; never wider than the original);
    ``thumbhash`` is base64 (url-safe alphabet) of the 20–30 byte placeholder; ``color`` its mean, "#rrggbb".
    """

    id: Id
    stem: str
    width: int
    height: int
    widths: tuple[int, ...]
    thumbhash: str
    color: str

    def path(self, width: int, extension: str) -> str:
        """The file of a rendition, relative to the store: ``ab/abcdef…-720.webp``."""
        return f"{self.stem}-{width}.{extension}"


@dataclass(frozen=True, slots=True)
class Rendered:
    """A picture decoded and encoded anew, not stored yet. Plain bytes: it may cross processes.

    ``files`` holds the bytes of each rendition by its suffix, ``720.webp``; ``digest`` is the SHA-256 of
    them all.
    """

    width: int
    height: int
    widths: tuple[int, ...]
    thumbhash: str
    color: str
    digest: bytes
    files: Mapping[str, bytes] = field(repr=False)


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A rendition as a surface serves it. Its bytes never change, so it may be cached for ever."""

    path: Path
    content_type: str


@dataclass(frozen=True, slots=True)
class MediaSweep:
    """What a sweep removed: pictures with their files, and stems of files that had no row."""

    pictures: int
    orphan_stems: int


class PictureNotFound(NotFound):
    """No ready picture of this person has that id."""

    code = "picture_not_found"


class PictureTooLarge(DomainError):
    """More bytes or more pixels than are decoded. Details: ``max_mb``, ``max_megapixels``."""

    code = "picture_too_large"
    kind = RefusalKind.TOO_LARGE


class PictureTypeRefused(DomainError):
    """The bytes are not a JPEG, PNG, WebP, HEIC, AVIF or GIF, whatever their name says."""

    code = "picture_type_refused"
    kind = RefusalKind.UNSUPPORTED


class PictureBroken(DomainError):
    """The bytes begin like a picture, and cannot be decoded to the end."""

    code = "picture_broken"
    kind = RefusalKind.INVALID


class RenderingBusy(DomainError):
    """Too many pictures wait to be decoded in this process: the same upload will pass in a moment."""

    code = "rendering_busy"
    kind = RefusalKind.TOO_MANY
