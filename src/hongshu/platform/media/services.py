"""Commands on pictures.

A row stands before its first file and until after its last, and is ready only in between: killed anywhere,
no file is without a row and no ready row without its files. What a kill leaves behind is removed by the
sweep.
"""

from __future__ import annotations

import hashlib
import itertools
import logging
from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Coalesce, Now

from hongshu.kernel.ids import Id, new_id
from hongshu.platform.media import adapters
from hongshu.platform.media.contracts import MediaSweep, Picture, PictureNotFound, Rendered
from hongshu.platform.media.models import MediaPicture, PictureState
from hongshu.platform.media.rendering import render_picture, render_pixels

__all__ = [
    "claim_pictures",
    "erase_pictures",
    "release_pictures",
    "render_picture",
    "render_pixels",
    "store_picture",
    "store_rendered",
    "sweep_media",
]

UNATTACHED_KEPT_FOR = timedelta(hours=24)
STORING_TAKES_AT_MOST = timedelta(hours=1)
_BATCH = 500

log = logging.getLogger(__name__)


def store_picture(*, owner_id: Id, data: bytes) -> Picture:
    """Decode an upload and keep its renditions; nothing of the upload itself is kept.

    The picture is swept after 24 hours unless ``claim_pictures`` attaches it. Not idempotent: the same bytes
    again are another picture with files of its own. Raises PictureTooLarge, PictureTypeRefused,
    PictureBroken, RenderingBusy. Opens its own transactions, so it cannot be part of one.
    """
    return store_rendered(owner_id=owner_id, rendered=render_picture(data))


def store_rendered(*, owner_id: Id, rendered: Rendered) -> Picture:
    """Keep what ``render_picture`` made, perhaps in another process. Otherwise as ``store_picture``."""
    key = new_id()
    picture = Picture(
        id=key,
        stem=_stem_of(key, rendered),
        width=rendered.width,
        height=rendered.height,
        widths=rendered.widths,
        thumbhash=rendered.thumbhash,
        color=rendered.color,
    )
    with transaction.atomic(durable=True):
        MediaPicture.objects.create(
            id=key,
            owner_id=owner_id,
            stem=picture.stem,
            width=picture.width,
            height=picture.height,
            widths=list(picture.widths),
            thumbhash=picture.thumbhash,
            color=picture.color,
        )
    store = adapters.current_store()
    store.write(picture.stem, rendered.files)
    marked = MediaPicture.objects.filter(id=key, owner_id=owner_id, state=PictureState.STORING).update(
        state=PictureState.READY
    )
    if not marked:
        # The sweep took this for a killed upload, because it stood still for an hour.
        store.delete(picture.stem)
        raise PictureNotFound
    return picture


def claim_pictures(*, owner_id: Id, picture_ids: Collection[Id]) -> None:
    """Attach pictures to something of the owner's, in the caller's transaction. Idempotent.

    Raises PictureNotFound when one of them is not the owner's, not ready, or swept; then none is attached.
    A row lock decides between a claim and the sweep.
    """
    wanted = set(picture_ids)
    if not wanted:
        return
    with transaction.atomic():
        rows = _owned(owner_id, wanted).filter(state=PictureState.READY)
        # Locked in key order first: two claims of the same pictures cannot wait for each other.
        if len(rows.order_by("id").select_for_update().values_list("id")) != len(wanted):
            raise PictureNotFound
        rows.update(attached_at=Coalesce("attached_at", Now()))


def release_pictures(*, owner_id: Id, picture_ids: Collection[Id]) -> None:
    """Let pictures of the owner go, in the caller's transaction: the sweep removes them when they are a day
    old.

    Idempotent; ids of others are passed over. The caller knows that nothing else of the owner's shows them.
    """
    _owned(owner_id, set(picture_ids)).update(attached_at=None)


def erase_pictures(*, owner_id: Id, limit: int = 200) -> int:
    """Remove pictures of an owner with their files now, whatever shows them; how many, at most *limit*.

    The caller goes on until nothing is left. Killed midway, the next call or the sweep goes on.
    """
    owned = MediaPicture.objects.filter(owner_id=owner_id)
    rows = list(owned.order_by("id").values_list("id", "stem")[:limit])
    ids = [key for key, _ in rows]
    # The constraint wants it let go of before it is anything but ready.
    owned.filter(id__in=ids).update(attached_at=None, state=PictureState.REMOVING)
    store = adapters.current_store()
    for _, stem in rows:
        store.delete(stem)
    owned.filter(id__in=ids).delete()
    return len(rows)


def sweep_media(now: datetime) -> MediaSweep:
    """Remove what nothing uses: pictures not attached within 24 hours, uploads killed midway over an hour
    ago, what an earlier sweep left when it was killed, and files without a row.

    Safe beside uploads, claims and another sweep. *now* is compared with the database's own times.
    """
    removed = 0
    for state, age in (
        (PictureState.READY, UNATTACHED_KEPT_FOR),
        (PictureState.STORING, STORING_TAKES_AT_MOST),
    ):
        # From here on the row can neither be claimed nor become ready, and no file of it is gone yet.
        MediaPicture.objects.filter(state=state, attached_at=None, created_at__lt=now - age).update(
            state=PictureState.REMOVING
        )
    store = adapters.current_store()
    while batch := list(_removing().values_list("id", "stem")[:_BATCH]):
        for _, stem in batch:
            store.delete(stem)
        removed += _removing().filter(id__in=[key for key, _ in batch]).delete()[0]
    orphans = 0
    stems = store.stems()
    # A row is older than its files: a stem that was listed and has no row by now will have none.
    while listed := set(itertools.islice(stems, _BATCH)):
        listed.difference_update(MediaPicture.objects.filter(stem__in=listed).values_list("stem", flat=True))
        for stem in listed:
            store.delete(stem)
        orphans += len(listed)
    if removed or orphans:
        log.info("media swept", extra={"pictures": removed, "orphan_stems": orphans})
    return MediaSweep(pictures=removed, orphan_stems=orphans)


def _stem_of(key: Id, rendered: Rendered) -> str:
    name = hashlib.sha256(key.to_bytes(8, "big") + rendered.digest).hexdigest()[:32]
    return f"{name[:2]}/{name}"


def _owned(owner_id: Id, ids: set[Id]) -> QuerySet[MediaPicture]:
    return MediaPicture.objects.filter(owner_id=owner_id, id__in=ids)


def _removing() -> QuerySet[MediaPicture]:
    return MediaPicture.objects.filter(state=PictureState.REMOVING, attached_at=None)
