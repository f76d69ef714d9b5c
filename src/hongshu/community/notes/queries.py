"""Reads of notes. What a person may not see is not in any answer."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import Max, Q
from django.db.models.functions import Left

from hongshu.community.notes import rules
from hongshu.community.notes.contracts import (
    Channel,
    Note,
    NoteNotFound,
    NotePicture,
    NoteSummary,
    UnknownChannel,
    Visibility,
)
from hongshu.community.notes.models import NoteOfProduct, NoteRow, ProductNoteCount
from hongshu.kernel.cursors import decode_cursor, encode_cursor
from hongshu.kernel.ids import Id

_SHOWN = Q(visibility=Visibility.PUBLIC, deleted_at__isnull=True)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
# Enough characters for an excerpt even when the body begins with many spaces and line ends.
_BEGINNING = Left("body", rules.EXCERPT_MAX * 2)
_COLUMNS = (
    "id", "author_id", "title", "picture_ids__0", "picture_alts__0", "language", "channel", "source",
    "visibility", "published_at", "place", "rating",
)  # fmt: skip


def list_channels() -> tuple[Channel, ...]:
    """The channels, in the order of their tabs."""
    return rules.CHANNELS


def list_newest(
    *, channel: str = "", cursor: str = "", limit: int = 20
) -> tuple[tuple[NoteSummary, ...], str]:
    """A page of the newest public notes, of all channels or of one, and the cursor of the next page.

    One query. Raises UnknownChannel, InvalidCursor.
    """
    rows = NoteRow.objects.filter(_SHOWN)
    if channel:
        if channel not in rules.CHANNEL_SLUGS:
            raise UnknownChannel(field="channel", channel=channel[:40])
        rows = rows.filter(channel=channel)
    return _page(rows, f"newest:{channel}", cursor, limit)


def list_notes_of_author(
    author_id: Id, *, with_private: bool, cursor: str = "", limit: int = 20
) -> tuple[tuple[NoteSummary, ...], str]:
    """A page of an author's notes, the newest first. One query. Raises InvalidCursor."""
    rows = NoteRow.objects.filter(author_id=author_id, deleted_at__isnull=True)
    if not with_private:
        rows = rows.filter(visibility=Visibility.PUBLIC)
    return _page(rows, f"author:{author_id}:{with_private:d}", cursor, limit)


def list_notes_of_products(
    product_ids: Sequence[Id], *, listing: str, without: Id | None = None, cursor: str = "", limit: int = 20
) -> tuple[tuple[NoteSummary, ...], str]:
    """A page of the public notes that show one of the products, the newest first, each once.

    ``listing`` names the list that the cursor belongs to. One query. Raises InvalidCursor.
    """
    if not product_ids:
        return (), ""
    found = NoteOfProduct.objects.filter(product_id__in=product_ids)
    if without is not None:
        found = found.exclude(note_id=without)
    if cursor:
        published_at, key = _place(listing, cursor)
        found = found.filter(published_at__lte=published_at).filter(
            Q(published_at__lt=published_at) | Q(note_id__lt=key)
        )
    # A note may show several of the products; of one product it is there once, and the index gives the order.
    places: models.QuerySet[NoteOfProduct, Any]
    if len(product_ids) > 1:
        by_note = found.values("note_id").annotate(at=Max("published_at"))
        places = by_note.order_by("-at", "-note_id").values("note_id")
    else:
        places = found.order_by("-published_at", "-note_id").values("note_id")
    rows = NoteRow.objects.filter(_SHOWN, id__in=places[: limit + 1])
    return _ordered_page(rows, listing, limit)


def list_summaries_by_id(ids: Sequence[Id]) -> dict[Id, NoteSummary]:
    """The public notes among *ids*, in the order of *ids*; one query, none for no ids."""
    if not ids:
        return {}
    rows = NoteRow.objects.filter(_SHOWN, id__in=set(ids)).values_list(*_COLUMNS, _BEGINNING)
    found = {row[0]: _summary(row) for row in rows}
    return {key: found[key] for key in ids if key in found}


def list_notes_by_key(source: str, keys: Collection[str], *, author_ids: Collection[Id]) -> dict[str, Id]:
    """Ids of notes brought in from *source*, by their keys there, deleted ones too. One query, none for no
    keys.

    A key may be another author's as well; then it is one of theirs.
    """
    if not keys or not author_ids:
        return {}
    rows = NoteRow.objects.filter(author_id__in=set(author_ids), source=source, source_key__in=set(keys))
    return {key: Id(note_id) for key, note_id in rows.values_list("source_key", "id")}


def get_note(note_id: Id, *, viewer_id: Id | None) -> Note:
    """A note that the viewer may see: a public one, or their own. One query. Raises NoteNotFound."""
    row = NoteRow.objects.filter(id=note_id, deleted_at__isnull=True).first()
    if row is None or (row.visibility != Visibility.PUBLIC and row.author_id != viewer_id):
        raise NoteNotFound
    pictures = tuple(
        NotePicture(picture_id=Id(key), alt=alt)
        for key, alt in zip(row.picture_ids, row.picture_alts, strict=True)
    )
    cover = (pictures[0].picture_id, pictures[0].alt) if pictures else (None, None)
    summary = _summary(
        (row.id, row.author_id, row.title, *cover, row.language, row.channel, row.source, row.visibility,
         row.published_at, row.place, row.rating, row.body[: rules.EXCERPT_MAX * 2])
    )  # fmt: skip
    return Note(
        summary=summary,
        full_title=row.title,
        body=row.body,
        pictures=pictures,
        product_ids=tuple(Id(key) for key in row.product_ids),
        topics=tuple(row.topics),
        edited_at=row.edited_at,
        original_url=row.original_url,
    )


def find_note_by_key(*, author_id: Id, source: str, source_key: str) -> Id | None:
    """The note that was brought in under a key, also when it was deleted since; or None."""
    rows = NoteRow.objects.filter(author_id=author_id, source=source, source_key=source_key)
    found = rows.values_list("id", flat=True).first()
    return None if found is None else Id(found)


def count_notes_of_author(author_id: Id, *, with_private: bool) -> int:
    """How many notes of an author there are to see."""
    rows = NoteRow.objects.filter(author_id=author_id, deleted_at__isnull=True)
    return (rows if with_private else rows.filter(visibility=Visibility.PUBLIC)).count()


def count_notes_by_product(product_ids: Collection[Id]) -> dict[Id, int]:
    """How many public notes show each product; one without notes is left out. One query, none for no ids."""
    if not product_ids:
        return {}
    rows = ProductNoteCount.objects.filter(product_id__in=set(product_ids), note_count__gt=0)
    return {Id(key): count for key, count in rows.values_list("product_id", "note_count")}


def _page(
    rows: models.QuerySet[NoteRow], listing: str, cursor: str, limit: int
) -> tuple[tuple[NoteSummary, ...], str]:
    if cursor:
        published_at, key = _place(listing, cursor)
        # The first condition alone bounds the index; the second parts notes of one microsecond.
        rows = rows.filter(published_at__lte=published_at).filter(
            Q(published_at__lt=published_at) | Q(id__lt=key)
        )
    return _ordered_page(rows, listing, limit)


def _ordered_page(
    rows: models.QuerySet[NoteRow], listing: str, limit: int
) -> tuple[tuple[NoteSummary, ...], str]:
    ordered = rows.order_by("-published_at", "-id").values_list(*_COLUMNS, _BEGINNING)
    found = [_summary(row) for row in ordered[: limit + 1]]
    shown = tuple(found[:limit])
    onward = _cursor(listing, shown[-1].published_at, shown[-1].id) if len(found) > limit else ""
    return shown, onward


def _place(listing: str, cursor: str) -> tuple[datetime, int]:
    published_us, key = decode_cursor(listing, cursor)
    return _EPOCH + int(published_us) * _MICROSECOND, int(key)


def _cursor(listing: str, published_at: datetime, key: int) -> str:
    return encode_cursor(listing, [(published_at - _EPOCH) // _MICROSECOND, int(key)])


def _summary(row: Sequence[Any]) -> NoteSummary:
    (key, author_id, title, cover_id, alt, language, channel, source, visibility, published_at, place, rating,
     beginning) = row  # fmt: skip
    return NoteSummary(
        id=Id(key),
        author_id=Id(author_id),
        title=rules.shown_title(title),
        excerpt="" if cover_id is not None and title else rules.excerpt_of(beginning),
        cover_id=None if cover_id is None else Id(cover_id),
        cover_alt=alt or "",
        language=language,
        channel=channel,
        origin=source,
        visibility=Visibility(visibility),
        published_at=published_at,
        place=place,
        rating=rating,
    )
