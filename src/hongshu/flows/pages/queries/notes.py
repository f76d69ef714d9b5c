"""A note with what it shows."""

from __future__ import annotations

from hongshu.community.graph.queries import list_hidden_ids
from hongshu.community.members.queries import list_profiles_by_id
from hongshu.community.notes.contracts import Note, Visibility
from hongshu.community.notes.queries import get_note, list_channels, list_notes_of_products
from hongshu.community.responses.contracts import NO_LIKES
from hongshu.community.responses.queries import list_like_states
from hongshu.flows.pages.cards import FALLBACK_COLOR, member_chip, note_cards, picture_view, product_cards
from hongshu.flows.pages.contracts import NotePage, PictureView, Viewer
from hongshu.flows.pages.views import subject_note, view_of_notes
from hongshu.kernel.ids import Id
from hongshu.platform.behaviour.contracts import Surface
from hongshu.platform.media.queries import list_pictures_by_id
from hongshu.store.catalog.queries import list_products_by_id

_RELATED = 12


def note_page(viewer: Viewer, *, note_id: Id) -> NotePage:
    """A note, its products, and other notes about them. Five queries. Raises NoteNotFound."""
    note = get_note(note_id, viewer_id=viewer.user_id)
    summary = note.summary
    products = list_products_by_id(note.product_ids)
    related, _ = list_notes_of_products(
        note.product_ids,
        listing="related",
        without=note_id,
        without_authors=list_hidden_ids(viewer.user_id),
        limit=_RELATED,
    )
    profiles = list_profiles_by_id({summary.author_id, *(other.author_id for other in related)})
    author = profiles.get(summary.author_id)
    avatar_id = author.avatar_id if author else None
    pictures = list_pictures_by_id(
        [picture.picture_id for picture in note.pictures] + ([avatar_id] if avatar_id else [])
    )
    states = list_like_states([note_id, *(other.id for other in related)], viewer_id=viewer.user_id)
    likes = states.get(note_id, NO_LIKES)
    cards = note_cards(related, viewer, profiles=profiles, likes=states)
    shots = tuple(picture_view(shot.picture_id, pictures, shot.alt) for shot in note.pictures)
    return NotePage(
        id=note_id,
        title=summary.title,
        full_title=note.full_title,
        body=note.body,
        pictures=tuple(shot for shot in shots if isinstance(shot, PictureView)),
        author=member_chip(author, pictures),
        topics=note.topics,
        products=product_cards(
            [products[key] for key in note.product_ids if key in products], viewer, note_counts={}
        ),
        related=cards,
        like_count=likes.count,
        is_liked=likes.is_liked,
        is_own=viewer.user_id == summary.author_id,
        visibility="public" if summary.visibility is Visibility.PUBLIC else "private",
        language=summary.language,
        channel=summary.channel,
        channel_name=_channel_name(note, viewer),
        place=summary.place,
        origin=summary.origin,
        rating=summary.rating,
        published_at=summary.published_at,
        edited_at=note.edited_at,
        color=author.color if author else FALLBACK_COLOR,
        view=view_of_notes(viewer, Surface.NOTE, cards, source="same_product", subject=subject_note(note_id)),
    )


def _channel_name(note: Note, viewer: Viewer) -> str:
    for channel in list_channels():
        if channel.slug == note.summary.channel:
            return channel.name_zh if viewer.language == "zh" else channel.name_en
    return ""
