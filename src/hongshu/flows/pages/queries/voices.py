"""Who says what about a product."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from hongshu.community.members.queries import list_kol_ids
from hongshu.community.notes.contracts import NoteSummary, ProductVoices, RatingSpread
from hongshu.community.notes.queries import ask_notes_of_products
from hongshu.community.responses.queries import ask_like_states
from hongshu.flows.pages.cards import note_cards, source_of
from hongshu.flows.pages.contracts import CardSlice, SpreadView, Viewer, Voice, VoicesView, VoiceTab
from hongshu.flows.pages.viewers import meet
from hongshu.flows.pages.views import subject_product, view_of_notes
from hongshu.kernel.asking import Asked
from hongshu.kernel.ids import Id
from hongshu.platform.behaviour.contracts import Surface

_NOTES = 20


def voice_of(name: str) -> Voice:
    """The kind of author that an address names; all of them for a name that there is not."""
    return Voice(name) if name in list(Voice) else Voice.ALL


def voices_view(voices: ProductVoices, voice: Voice) -> VoicesView:
    """The stars by kind, and tabs where KOLs and others both have written."""
    others = voices.note_count - voices.chosen_count
    tabs: tuple[VoiceTab, ...] = ()
    if voices.chosen_count and others:
        counts = {Voice.ALL: voices.note_count, Voice.KOLS: voices.chosen_count, Voice.MEMBERS: others}
        tabs = tuple(
            VoiceTab(voice=each, count=count, is_active=each is voice) for each, count in counts.items()
        )
    total = sum(spread.total for spread in voices.spreads)
    stars = sum(_stars(spread) for spread in voices.spreads)
    return VoicesView(
        tabs=tabs,
        spreads=tuple(
            SpreadView(
                source=source_of(spread.source),
                has_notes=spread.has_notes,
                counts=spread.counts,
                total=spread.total,
                average=round(_stars(spread) / spread.total, 1),
            )
            for spread in voices.spreads
        ),
        rating_count=total,
        average=round(stars / total, 1) if total else 0.0,
    )


def notes_about(
    viewer: Viewer,
    product_id: Id,
    *,
    voice: Voice,
    hidden: Collection[Id],
    cursor: str,
    only: Collection[Id] | None = None,
    like: str = "",
) -> CardSlice:
    """A page of the notes about a product by one kind of author, of *only* some if they are told. *like* says
    in a text who these are. Raises InvalidCursor.
    """
    kols = list_kol_ids() if voice is not Voice.ALL else frozenset()
    asked = ask_notes_about(
        product_id, voice=voice, kols=kols, hidden=hidden, cursor=cursor, only=only, like=like
    )
    return slice_about(viewer, product_id, asked.answer, voice=voice)


def ask_notes_about(
    product_id: Id,
    *,
    voice: Voice,
    kols: Collection[Id],
    hidden: Collection[Id],
    cursor: str = "",
    only: Collection[Id] | None = None,
    like: str = "",
) -> Asked[tuple[tuple[NoteSummary, ...], str]]:
    """The notes of ``notes_about``, to be sent with others. Raises InvalidCursor."""
    listing = f"product:{product_id}:{voice}" if voice else f"product:{product_id}"
    if voice is Voice.KOLS:
        only = kols if only is None else set(kols) & set(only)
    return ask_notes_of_products(
        [product_id],
        listing=f"{listing}:{like}" if like else listing,
        without_authors={*hidden, *kols} if voice is Voice.MEMBERS else hidden,
        only_authors=only,
        cursor=cursor,
        limit=_NOTES,
    )


def slice_about(
    viewer: Viewer,
    product_id: Id,
    found: tuple[tuple[NoteSummary, ...], str],
    *,
    voice: Voice,
    people: Collection[Id] = (),
    beside: Collection[Id] = (),
    others: Collection[Asked[Any]] = (),
) -> CardSlice:
    """The cards of notes that were found.

    What the page shows too is read with theirs: the profiles of *people*, the pictures of *beside*, *others*.
    """
    summaries, onward = found
    likes = ask_like_states([summary.id for summary in summaries], viewer_id=viewer.user_id)
    meet(viewer, likes, *others, people={*people, *(summary.author_id for summary in summaries)})
    cards = note_cards(summaries, viewer, profiles=viewer.known, likes=likes.answer, beside=beside)
    source = f"of_product_{voice}" if voice else "of_product"
    view = view_of_notes(viewer, Surface.PRODUCT, cards, source=source, subject=subject_product(product_id))
    return CardSlice(cards=cards, next_cursor=onward, view=view)


def _stars(spread: RatingSpread) -> int:
    return sum(stars * count for stars, count in enumerate(spread.counts, start=1))
