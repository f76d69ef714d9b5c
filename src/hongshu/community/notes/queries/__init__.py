"""Reads of notes. What a person may not see is not in any answer."""

from hongshu.community.notes.queries.listing import (
    list_first_of_note_ranges,
    list_public_from,
    list_topics_after,
)
from hongshu.community.notes.queries.own import (
    draft_of_row,
    get_draft,
    get_written,
    list_deleted,
    list_drafts,
    list_used_pictures,
    list_versions,
    list_written,
)
from hongshu.community.notes.queries.placing import list_places_of_notes, list_shown_there
from hongshu.community.notes.queries.ratings import get_product_voices, list_authors_of_product
from hongshu.community.notes.queries.reading import (
    count_notes_by_product,
    count_notes_of_author,
    find_note_by_key,
    get_note,
    get_note_and_standing,
    list_channels,
    list_newest,
    list_notes_by_key,
    list_notes_of_author,
    list_notes_of_followed,
    list_notes_of_products,
    list_shown_ids,
    list_summaries_by_id,
    split_mentions,
)
from hongshu.community.notes.queries.staff import list_written_by_id
from hongshu.community.notes.queries.timing import (
    list_times,
    list_times_after,
    list_times_of_authors,
)
from hongshu.community.notes.queries.topics import (
    count_notes_of_topic,
    list_notes_of_topic,
    list_public_by_id,
)

__all__ = [
    "count_notes_by_product",
    "count_notes_of_author",
    "count_notes_of_topic",
    "draft_of_row",
    "find_note_by_key",
    "get_draft",
    "get_note",
    "get_note_and_standing",
    "get_product_voices",
    "get_written",
    "list_authors_of_product",
    "list_channels",
    "list_deleted",
    "list_drafts",
    "list_first_of_note_ranges",
    "list_newest",
    "list_notes_by_key",
    "list_notes_of_author",
    "list_notes_of_followed",
    "list_notes_of_products",
    "list_notes_of_topic",
    "list_places_of_notes",
    "list_public_by_id",
    "list_public_from",
    "list_shown_ids",
    "list_shown_there",
    "list_summaries_by_id",
    "list_times",
    "list_times_after",
    "list_times_of_authors",
    "list_topics_after",
    "list_used_pictures",
    "list_versions",
    "list_written",
    "list_written_by_id",
    "split_mentions",
]
