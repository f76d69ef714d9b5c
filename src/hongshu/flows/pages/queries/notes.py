"""A note with what it shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hongshu.community.graph.contracts import Standing
from hongshu.community.members.contracts import Profile
from hongshu.community.notes.contracts import Note, NoteSummary
from hongshu.community.notes.queries import (
    ask_channels,
    ask_notes_of_products,
    find_channel,
    get_note_and_standing,
)
from hongshu.community.places.queries import find_place
from hongshu.community.responses.contracts import NO_RESPONSES, CommentSlice, CommentSort, NoteState
from hongshu.community.responses.queries import ask_comments, ask_note_states, people_of
from hongshu.flows.pages.cards import (
    FALLBACK_COLOR,
    member_chip,
    note_cards,
    picture_ids_of,
    picture_view,
    pictures_for,
    product_cards,
)
from hongshu.flows.pages.contracts import EntryView, NotePage, PictureView, ProductCard, SpotView, Viewer
from hongshu.flows.pages.naming import without_handles
from hongshu.flows.pages.queries.comments import THREADS, comments_view, sort_of
from hongshu.flows.pages.queries.graph import relation_view
from hongshu.flows.pages.queries.trust import held_view
from hongshu.flows.pages.viewers import meet
from hongshu.flows.pages.views import subject_note, view_of_notes
from hongshu.kernel.ids import Id
from hongshu.platform.behaviour.contracts import Surface
from hongshu.platform.media.contracts import Picture
from hongshu.store.catalog.queries import list_products_by_id

_RELATED = 12


@dataclass(frozen=True, slots=True)
class _Read:
    """What was read for a note's page."""

    note: Note
    standing: Standing
    cards_of: Mapping[Id, ProductCard]
    related: tuple[NoteSummary, ...]
    comments: CommentSlice
    profiles: Mapping[Id, Profile]
    pictures: Mapping[Id, Picture]
    states: Mapping[Id, NoteState]


def note_page(viewer: Viewer, *, note_id: Id, sort: str = "") -> NotePage:
    """A note, its products, its first comments, other notes about the products. Raises NoteNotFound.

    Six queries; for a member the seventh tells how they stand to the author.
    """
    read = _read(viewer, note_id, sort_of(sort))
    note, summary, pictures, profiles = read.note, read.note.summary, read.pictures, read.profiles
    author = profiles.get(summary.author_id)
    own = read.states.get(note_id, NO_RESPONSES)
    likes = {key: state.likes for key, state in read.states.items()}
    cards = note_cards(read.related, viewer, profiles=profiles, likes=likes)
    shots = tuple(picture_view(shot.picture_id, pictures, shot.alt) for shot in note.pictures)
    return NotePage(
        id=note_id,
        title=summary.title,
        full_title=note.full_title,
        body=without_handles(note.body, _hidden_handles(read)),
        pictures=tuple(shot for shot in shots if isinstance(shot, PictureView)),
        author=member_chip(author, pictures),
        relation=relation_view(viewer, summary.author_id, read.standing.relation),
        topics=note.topics,
        products=tuple(read.cards_of[key] for key in note.product_ids if key in read.cards_of),
        related=cards,
        like_count=own.likes.count,
        is_liked=own.likes.is_liked,
        collect_count=own.collects.count,
        share_count=own.share_count,
        is_collected=own.collects.is_collected,
        is_own=viewer.user_id == summary.author_id,
        visibility=summary.visibility.value,
        language=summary.language,
        channel=summary.channel,
        channel_name=_channel_name(note, viewer),
        place=summary.place,
        place_path=_place_path(summary.place),
        origin=summary.origin,
        rating=summary.rating,
        published_at=summary.published_at,
        edited_at=note.edited_at,
        version=note.version,
        is_original=note.declared.is_original,
        is_ai_made=summary.is_ai_made,
        is_commercial=summary.is_commercial,
        is_pinned=summary.is_pinned,
        entries=_entries(note, read.cards_of),
        spots=_spots(note, shots, read.cards_of),
        mentions=_mentions(read),
        color=author.color if author else FALLBACK_COLOR,
        comments=comments_view(
            viewer, note_id, summary.author_id, read.comments, profiles, sort=sort_of(sort)
        ),
        view=view_of_notes(viewer, Surface.NOTE, cards, source="same_product", subject=subject_note(note_id)),
        held=held_view(viewer, note_id=note_id) if summary.is_held else None,
    )


def _read(viewer: Viewer, note_id: Id, sort: CommentSort) -> _Read:
    note, standing = get_note_and_standing(note_id, viewer_id=viewer.user_id)
    summary = note.summary
    listed = [entry.product_id for entry in note.entries if entry.product_id is not None]
    products = list_products_by_id(list(dict.fromkeys((*note.product_ids, *listed))))
    others = ask_notes_of_products(
        list(products),
        listing="related",
        without=note_id,
        without_authors=standing.hidden_ids,
        limit=_RELATED,
    )
    first = ask_comments(
        note_id,
        viewer_id=viewer.user_id,
        hidden=standing.hidden_ids,
        sort=sort,
        limit=THREADS,
    )
    meet(viewer, others, first, ask_channels())
    (related, _), comments = others.answer, first.answer
    states = ask_note_states([note_id, *(other.id for other in related)], viewer_id=viewer.user_id)
    people = {
        summary.author_id,
        *(other.author_id for other in related),
        *people_of(comments),
        *note.mentioned_ids,
    }
    meet(viewer, states, people=people)
    profiles = viewer.known
    said = [each for thread in comments.threads for each in (thread.root, *thread.replies)]
    # Every picture of the page at once: who asks again for some of them costs no query.
    pictures = pictures_for(
        viewer,
        [
            *(picture.picture_id for picture in note.pictures),
            *(product.picture_id for product in products.values() if product.picture_id is not None),
            *picture_ids_of(related, profiles.values()),
            *(each.picture_id for each in said if each.picture_id is not None),
        ],
    )
    cards_of = {card.id: card for card in product_cards(list(products.values()), viewer, note_counts={})}
    return _Read(note, standing, cards_of, related, comments, profiles, pictures, states.answer)


def _hidden_handles(read: _Read) -> frozenset[str]:
    """The handles of those whom the note names and the viewer may not see."""
    hidden = [key for key in read.note.mentioned_ids if key in read.standing.hidden_ids]
    return frozenset(read.profiles[key].handle for key in hidden if key in read.profiles)


def _mentions(read: _Read) -> tuple[str, ...]:
    """The handles of those whom the note names and the viewer may see."""
    return tuple(
        read.profiles[key].handle
        for key in read.note.mentioned_ids
        if key in read.profiles and key not in read.standing.hidden_ids
    )


def _entries(note: Note, cards_of: Mapping[Id, ProductCard]) -> tuple[EntryView, ...]:
    return tuple(
        EntryView(
            number=number,
            product=None if entry.product_id is None else cards_of.get(entry.product_id),
            name=entry.name,
            word=entry.word,
            price=entry.price,
            shop=entry.shop,
            place=entry.place,
            bought_on=entry.bought_on,
        )
        for number, entry in enumerate(note.entries, start=1)
    )


def _spots(
    note: Note, shots: Sequence[PictureView | None], cards_of: Mapping[Id, ProductCard]
) -> tuple[SpotView, ...]:
    """The price tags of products that are still listed, on pictures that are still there."""
    shown = [shot.picture_id for shot, view in zip(note.pictures, shots, strict=True) if view is not None]
    return tuple(
        SpotView(picture=shown.index(spot.picture_id), product=cards_of[spot.product_id], x=spot.x, y=spot.y)
        for spot in note.spots
        if spot.product_id in cards_of and spot.picture_id in shown
    )


def _place_path(text: str) -> str:
    place = find_place(text)
    return "" if place is None else place.path


def _channel_name(note: Note, viewer: Viewer) -> str:
    channel = find_channel(note.summary.channel)
    if channel is None:
        return ""
    return channel.name_zh if viewer.language == "zh" else channel.name_en
