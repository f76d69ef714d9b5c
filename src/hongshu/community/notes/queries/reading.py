"""Reads of notes. What a person may not see is not in any answer."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from typing import Any

from django.db import connection, models
from django.db.models import Q
from django.db.models.expressions import RawSQL
from django.db.models.functions import Left

from hongshu.community.graph.contracts import Relation, Standing
from hongshu.community.graph.queries import get_standing, list_heard_ids, list_relations
from hongshu.community.notes import rules
from hongshu.community.notes.audience import may_see, seen_on_profile
from hongshu.community.notes.contracts import (
    Declarations,
    Note,
    NoteNotFound,
    NotePicture,
    NoteSummary,
    UnknownChannel,
    Visibility,
)
from hongshu.community.notes.models import SHOWN_TO_ALL, NoteRow, ProductNoteCount
from hongshu.community.notes.queries.channels import list_channels
from hongshu.community.notes.stored_form import entries_of_json, spots_of_json
from hongshu.kernel.asking import Asked
from hongshu.kernel.cursors import decode_cursor, encode_cursor, microseconds_of, moment_of
from hongshu.kernel.ids import HIGHEST_ID, Id

_END_OF_TIME = datetime(9999, 1, 1, tzinfo=UTC)
_OF_FOLLOWED = """
SELECT note.id FROM unnest(%(authors)s::bigint[]) AS author (id)
CROSS JOIN LATERAL (
    SELECT id, published_at FROM notes_note
    WHERE author_id = author.id AND deleted_at IS NULL AND NOT is_held
        AND (visibility = 'public' OR (visibility = 'mutuals' AND author.id = ANY (%(mutuals)s)))
        AND (published_at, id) < (%(at)s, %(key)s)
    ORDER BY published_at DESC, id DESC LIMIT %(limit)s
) AS note
ORDER BY note.published_at DESC, note.id DESC LIMIT %(limit)s
"""
# A note is among the newest of all only if it is among the newest of a product that it shows.
_OF_PRODUCTS = """
SELECT place.note_id FROM unnest(%s::bigint[]) AS product (id)
CROSS JOIN LATERAL (
    SELECT note_id, published_at FROM notes_note_of_product
    WHERE product_id = product.id AND note_id <> %s AND NOT author_id = ANY (%s::bigint[])
        AND (%s::bigint[] IS NULL OR author_id = ANY (%s::bigint[]))
        AND (published_at, note_id) < (%s, %s)
    ORDER BY published_at DESC, note_id DESC LIMIT %s
) AS place
GROUP BY place.note_id ORDER BY max(place.published_at) DESC, place.note_id DESC LIMIT %s
"""
# Enough characters for an excerpt even when the body begins with many spaces and line ends.
_BEGINNING = Left("body", rules.EXCERPT_MAX * 2)
_COLUMNS = (
    "id", "author_id", "title", "picture_ids__0", "picture_alts__0", "language", "channel", "source",
    "visibility", "published_at", "place", "rating", "is_restricted", "is_held", "is_commercial",
    "is_ai_made", "pinned_place", "entry_count",
)  # fmt: skip


_PINNED, _AT = _COLUMNS.index("pinned_place"), _COLUMNS.index("published_at")


def split_mentions(body: str) -> tuple[tuple[str, str], ...]:
    """A body in pieces, each with the handle that it names or ""; together they are the body. No query."""
    return rules.split_mentions(body)


def list_newest(
    *, channel: str = "", cursor: str = "", limit: int = 20, without_authors: Collection[Id] = ()
) -> tuple[tuple[NoteSummary, ...], str]:
    """A page of the newest notes that everybody may see, of all channels or of one, and the next page's
    cursor.

    ``without_authors`` are those the viewer shall not see. One query. Raises UnknownChannel, also of a closed
    one, and InvalidCursor.
    """
    rows = NoteRow.objects.filter(SHOWN_TO_ALL).exclude(author_id__in=without_authors)
    if channel:
        if channel not in {each.slug for each in list_channels()}:
            raise UnknownChannel(field="channel", channel=channel[:40])
        rows = rows.filter(channel=channel)
    return _page(rows, f"newest:{channel}", cursor, limit).answer


def list_notes_of_author(
    author_id: Id,
    *,
    viewer_id: Id | None,
    relation: Relation | None = None,
    cursor: str = "",
    limit: int = 20,
    pinned_apart: bool = False,
) -> tuple[tuple[NoteSummary, ...], str]:
    """A page of an author's notes that the viewer may see, the newest first.

    One query when the viewer's *relation* to the author is known, else two at most. With ``pinned_apart`` the
    pinned ones come before all others on the first page, beyond its limit. Raises InvalidCursor.
    """
    return ask_notes_of_author(
        author_id,
        viewer_id=viewer_id,
        relation=relation,
        cursor=cursor,
        limit=limit,
        pinned_apart=pinned_apart,
    ).answer


def ask_notes_of_author(
    author_id: Id,
    *,
    viewer_id: Id | None,
    relation: Relation | None = None,
    cursor: str = "",
    limit: int = 20,
    pinned_apart: bool = False,
) -> Asked[tuple[tuple[NoteSummary, ...], str]]:
    """``list_notes_of_author``, to be sent with others; the *relation* is asked for first if it is not known.

    Raises InvalidCursor.
    """
    rows = NoteRow.objects.filter(seen_on_profile(author_id, viewer_id=viewer_id, relation=relation))
    listing = f"author:{author_id}:{viewer_id}"
    if not pinned_apart:
        return _page(rows, listing, cursor, limit)
    others = rows.filter(pinned_place__isnull=True)
    if cursor:
        return _page(others, listing, cursor, limit)
    newest = others.order_by("-published_at", "-id")[: limit + 1]
    # As one query: of the few that are pinned, and of the others from their index.
    both = (
        rows.filter(pinned_place__isnull=False)
        .values_list(*_COLUMNS, _BEGINNING)
        .union(newest.values_list(*_COLUMNS, _BEGINNING), all=True)
    )

    def first_page(rows: list[tuple[Any, ...]]) -> tuple[tuple[NoteSummary, ...], str]:
        found = sorted(rows, key=_profile_order)
        pinned = sum(row[_PINNED] is not None for row in found)
        shown = tuple(map(_summary, found[: pinned + limit]))
        is_end = len(found) <= pinned + limit
        return shown, "" if is_end else _cursor(listing, shown[-1].published_at, shown[-1].id)

    return Asked.rows(both, first_page)


def list_notes_of_followed(
    user_id: Id, *, cursor: str = "", limit: int = 20
) -> tuple[tuple[NoteSummary, ...], str]:
    """A page of the notes of whom a member follows, the newest first, exact: no gap and no repeat.

    Each followed author's newest are taken from their index and merged, so the cost grows with the number of
    the followed and never with how much they wrote. Muted ones are left out. Three queries. Raises
    InvalidCursor.
    """
    followed, mutual = list_heard_ids(user_id)
    if not followed:
        return (), ""
    at, key = _place("followed", cursor) if cursor else (_END_OF_TIME, HIGHEST_ID)
    wanted: dict[str, Any] = {
        "authors": list(followed),
        "mutuals": list(mutual),
        "at": at,
        "key": key,
        "limit": limit + 1,
    }
    with connection.cursor() as asked:
        asked.execute(_OF_FOLLOWED, wanted)
        ids = [row[0] for row in asked.fetchall()]
    return _ordered_page(NoteRow.objects.filter(id__in=ids), "followed", limit).answer


def list_notes_of_products(
    product_ids: Sequence[Id],
    *,
    listing: str,
    without: Id | None = None,
    without_authors: Collection[Id] = (),
    only_authors: Collection[Id] | None = None,
    cursor: str = "",
    limit: int = 20,
) -> tuple[tuple[NoteSummary, ...], str]:
    """A page of the public notes that show one of the products, the newest first, each once.

    Each product's newest are taken from its index and merged, so the cost does not grow with the number of
    its notes. ``listing`` names the list that the cursor belongs to. One query. Raises InvalidCursor.
    """
    return ask_notes_of_products(
        product_ids,
        listing=listing,
        without=without,
        without_authors=without_authors,
        only_authors=only_authors,
        cursor=cursor,
        limit=limit,
    ).answer


def ask_notes_of_products(
    product_ids: Sequence[Id],
    *,
    listing: str,
    without: Id | None = None,
    without_authors: Collection[Id] = (),
    only_authors: Collection[Id] | None = None,
    cursor: str = "",
    limit: int = 20,
) -> Asked[tuple[tuple[NoteSummary, ...], str]]:
    """``list_notes_of_products``, to be sent with others. Raises InvalidCursor."""
    if not product_ids:
        return Asked.known(((), ""))
    at, key = _place(listing, cursor) if cursor else (_END_OF_TIME, HIGHEST_ID)
    only = None if only_authors is None else list(only_authors)
    wanted = [
        list(product_ids), without or 0, list(without_authors), only, only, at, key, limit + 1, limit + 1,
    ]  # fmt: skip
    places = RawSQL(_OF_PRODUCTS, wanted)  # noqa: S611 - the text is ours, values travel as parameters
    rows = NoteRow.objects.filter(SHOWN_TO_ALL, id__in=places)
    return _ordered_page(rows, listing, limit)


def list_shown_ids(ids: Collection[Id]) -> frozenset[Id]:
    """Those among *ids* that everybody may see at this moment: for who holds cards for a while. One query."""
    rows = NoteRow.objects.filter(SHOWN_TO_ALL, id__in=set(ids))
    return frozenset(Id(key) for key in rows.values_list("id", flat=True))


def list_summaries_by_id(ids: Sequence[Id], *, viewer_id: Id | None = None) -> dict[Id, NoteSummary]:
    """The notes among *ids* that the viewer may see, in the order of *ids*.

    One query, none for no ids; for a signed-in viewer one more.
    """
    if not ids:
        return {}
    rows = list(
        NoteRow.objects.filter(id__in=set(ids), deleted_at__isnull=True).values_list(*_COLUMNS, _BEGINNING)
    )
    relations = list_relations(viewer_id, [Id(row[1]) for row in rows])
    found = {
        row[0]: _summary(row)
        for row in rows
        if may_see(
            viewer_id=viewer_id,
            author_id=row[1],
            visibility=row[8],
            is_restricted=row[12],
            is_held=row[13],
            relation=relations[row[1]],
        )
    }
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
    """A note that the viewer may see; one query, for a signed-in viewer two. Raises NoteNotFound."""
    return get_note_and_standing(note_id, viewer_id=viewer_id)[0]


def get_note_and_standing(note_id: Id, *, viewer_id: Id | None) -> tuple[Note, Standing]:
    """As ``get_note``, with how the viewer stands to its author, in as many queries."""
    row = NoteRow.objects.filter(id=note_id, deleted_at__isnull=True).first()
    if row is None:
        raise NoteNotFound
    standing = get_standing(viewer_id, Id(row.author_id))
    if not may_see(
        viewer_id=viewer_id,
        author_id=row.author_id,
        visibility=row.visibility,
        is_restricted=row.is_restricted,
        is_held=row.is_held,
        relation=standing.relation,
    ):
        raise NoteNotFound
    pictures = tuple(
        NotePicture(picture_id=Id(key), alt=alt)
        for key, alt in zip(row.picture_ids, row.picture_alts, strict=True)
    )
    note = Note(
        summary=summary_of(row),
        full_title=row.title,
        body=row.body,
        pictures=pictures,
        product_ids=tuple(Id(key) for key in row.product_ids),
        topics=tuple(row.topics),
        edited_at=row.edited_at,
        original_url=row.original_url,
        version=row.version,
        declared=Declarations(
            is_original=row.is_original, is_ai_made=row.is_ai_made, is_commercial=row.is_commercial
        ),
        spots=spots_of_json(row.spots),
        entries=entries_of_json(row.entries),
        mentioned_ids=tuple(Id(key) for key in row.mentioned_ids),
    )
    return note, standing


def find_note_by_key(*, author_id: Id, source: str, source_key: str) -> Id | None:
    """The note that was brought in under a key, also when it was deleted since; or None."""
    rows = NoteRow.objects.filter(author_id=author_id, source=source, source_key=source_key)
    found = rows.values_list("id", flat=True).first()
    return None if found is None else Id(found)


def count_notes_of_author(author_id: Id, *, viewer_id: Id | None, relation: Relation | None = None) -> int:
    """How many notes of an author the viewer may see; queries as for ``list_notes_of_author``."""
    return ask_count_of_author(author_id, viewer_id=viewer_id, relation=relation).answer


def ask_count_of_author(
    author_id: Id, *, viewer_id: Id | None, relation: Relation | None = None
) -> Asked[int]:
    """``count_notes_of_author``, to be sent with others."""
    rows = NoteRow.objects.filter(seen_on_profile(author_id, viewer_id=viewer_id, relation=relation))
    counted = rows.values("author_id").annotate(count=models.Count("id"))
    return Asked.rows(counted.values_list("count"), lambda found: sum(count for (count,) in found))


def count_notes_by_product(product_ids: Collection[Id]) -> dict[Id, int]:
    """How many public notes show each product; one without notes is left out. One query, none for no ids."""
    return ask_product_counts(product_ids).answer


def list_most_noted_products(*, limit: int) -> tuple[Id, ...]:
    """The products that most notes are about; one query."""
    rows = ProductNoteCount.objects.filter(note_count__gt=0).order_by("-note_count", "-product_id")
    return tuple(Id(key) for key in rows.values_list("product_id", flat=True)[:limit])


def ask_product_counts(product_ids: Collection[Id]) -> Asked[dict[Id, int]]:
    """``count_notes_by_product``, to be sent with others."""
    rows = ProductNoteCount.objects.filter(product_id__in=set(product_ids), note_count__gt=0)
    return Asked.rows(
        rows.values_list("product_id", "note_count"),
        lambda found: {Id(key): count for key, count in found},
    )


def _page(
    rows: models.QuerySet[NoteRow], listing: str, cursor: str, limit: int
) -> Asked[tuple[tuple[NoteSummary, ...], str]]:
    if cursor:
        published_at, key = _place(listing, cursor)
        # The first condition alone bounds the index; the second parts notes of one microsecond.
        rows = rows.filter(published_at__lte=published_at).filter(
            Q(published_at__lt=published_at) | Q(id__lt=key)
        )
    return _ordered_page(rows, listing, limit)


def _ordered_page(
    rows: models.QuerySet[NoteRow], listing: str, limit: int
) -> Asked[tuple[tuple[NoteSummary, ...], str]]:
    ordered = rows.order_by("-published_at", "-id").values_list(*_COLUMNS, _BEGINNING)

    def page(found: list[tuple[Any, ...]]) -> tuple[tuple[NoteSummary, ...], str]:
        shown = tuple(map(_summary, found[:limit]))
        onward = _cursor(listing, shown[-1].published_at, shown[-1].id) if len(found) > limit else ""
        return shown, onward

    return Asked.rows(ordered[: limit + 1], page)


def _profile_order(row: Sequence[Any]) -> tuple[bool, int, float, int]:
    is_pinned = row[_PINNED] is not None
    newest_first = -microseconds_of(row[_AT])
    return not is_pinned, row[_PINNED] if is_pinned else 0, newest_first, -row[0]


def _place(listing: str, cursor: str) -> tuple[datetime, int]:
    published_us, key = decode_cursor(listing, cursor)
    return moment_of(published_us), int(key)


def _cursor(listing: str, published_at: datetime, key: int) -> str:
    return encode_cursor(listing, [microseconds_of(published_at), int(key)])


def summaries_of(rows: models.QuerySet[NoteRow]) -> tuple[NoteSummary, ...]:
    """The summaries of rows that the caller has chosen, in their order, for this package's other reads."""
    return ask_summaries_of(rows).answer


def ask_summaries_of(rows: models.QuerySet[NoteRow]) -> Asked[tuple[NoteSummary, ...]]:
    """``summaries_of``, to be sent with others."""
    return Asked.rows(rows.values_list(*_COLUMNS, _BEGINNING), lambda found: tuple(map(_summary, found)))


def summary_of(row: NoteRow) -> NoteSummary:
    """The summary of a row that was read whole, for this package's other reads."""
    cover = (row.picture_ids[0], row.picture_alts[0]) if row.picture_ids else (None, None)
    return _summary(
        (row.id, row.author_id, row.title, *cover, row.language, row.channel, row.source, row.visibility,
         row.published_at, row.place, row.rating, row.is_restricted, row.is_held, row.is_commercial,
         row.is_ai_made, row.pinned_place, row.entry_count, row.body[: rules.EXCERPT_MAX * 2])
    )  # fmt: skip


def _summary(row: Sequence[Any]) -> NoteSummary:
    (key, author_id, title, cover_id, alt, language, channel, source, visibility, published_at, place, rating,
     _is_restricted, is_held, is_commercial, is_ai_made, pinned_place, entry_count,
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
        is_held=is_held,
        is_commercial=is_commercial,
        is_ai_made=is_ai_made,
        is_pinned=pinned_place is not None,
        entry_count=entry_count,
    )
