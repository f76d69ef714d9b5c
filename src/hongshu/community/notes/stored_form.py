"""Drafts, price tags and shopping lists as JSON for the tables, and back. What was stored is trusted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from hongshu.community.notes.contracts import (
    Declarations,
    ListEntry,
    NoteDraft,
    NotePicture,
    ProductSpot,
    Refusal,
    RefusalDetail,
    Visibility,
)
from hongshu.kernel.ids import Id
from hongshu.kernel.money import Money


def spots_to_json(spots: Sequence[ProductSpot]) -> list[dict[str, Any]]:
    """Price tags as JSON."""
    return [
        {"product": int(spot.product_id), "picture": int(spot.picture_id), "x": spot.x, "y": spot.y}
        for spot in spots
    ]


def spots_of_json(stored: Sequence[Mapping[str, Any]]) -> tuple[ProductSpot, ...]:
    """Price tags of JSON."""
    return tuple(
        ProductSpot(product_id=Id(each["product"]), picture_id=Id(each["picture"]), x=each["x"], y=each["y"])
        for each in stored
    )


def entries_to_json(entries: Sequence[ListEntry]) -> list[dict[str, Any]]:
    """A shopping list as JSON; what an entry does not tell is left out."""
    return [
        {
            name: value
            for name, value in {
                "product": None if entry.product_id is None else int(entry.product_id),
                "name": entry.name,
                "word": entry.word,
                "price": None if entry.price is None else [entry.price.amount_minor, entry.price.currency],
                "shop": entry.shop,
                "place": entry.place,
                "on": None if entry.bought_on is None else entry.bought_on.isoformat(),
            }.items()
            if value not in (None, "")
        }
        for entry in entries
    ]


def entries_of_json(stored: Sequence[Mapping[str, Any]]) -> tuple[ListEntry, ...]:
    """A shopping list of JSON."""
    return tuple(
        ListEntry(
            product_id=Id(each["product"]) if "product" in each else None,
            name=each.get("name", ""),
            word=each.get("word", ""),
            price=Money(*each["price"]) if "price" in each else None,
            shop=each.get("shop", ""),
            place=each.get("place", ""),
            bought_on=date.fromisoformat(each["on"]) if "on" in each else None,
        )
        for each in stored
    )


def draft_to_json(draft: NoteDraft) -> dict[str, Any]:
    """A draft as JSON, also one that cannot be published yet."""
    return {
        "title": draft.title,
        "body": draft.body,
        "pictures": [[int(picture.picture_id), picture.alt] for picture in draft.pictures],
        "products": [int(product_id) for product_id in draft.product_ids],
        "topics": list(draft.topics),
        "channel": draft.channel,
        "language": draft.language,
        "place": draft.place,
        "visibility": draft.visibility.value,
        "is_original": draft.declared.is_original,
        "is_ai_made": draft.declared.is_ai_made,
        "is_commercial": draft.declared.is_commercial,
        "spots": spots_to_json(draft.spots),
        "entries": entries_to_json(draft.entries),
    }


def draft_of_json(stored: Mapping[str, Any]) -> NoteDraft:
    """A draft of JSON."""
    return NoteDraft(
        title=stored["title"],
        body=stored["body"],
        pictures=tuple(NotePicture(picture_id=Id(key), alt=alt) for key, alt in stored["pictures"]),
        product_ids=tuple(Id(key) for key in stored["products"]),
        topics=tuple(stored["topics"]),
        channel=stored["channel"],
        language=stored["language"],
        place=stored["place"],
        visibility=Visibility(stored["visibility"]),
        declared=Declarations(
            is_original=stored["is_original"],
            is_ai_made=stored["is_ai_made"],
            is_commercial=stored["is_commercial"],
        ),
        spots=spots_of_json(stored["spots"]),
        entries=entries_of_json(stored["entries"]),
    )


def refusal_to_json(refusal: Refusal) -> dict[str, Any]:
    """Why a draft was refused, as JSON."""
    return {
        "code": refusal.code,
        "field": refusal.field,
        "details": {each.name: each.value for each in refusal.details},
    }


def refusal_of_json(stored: Mapping[str, Any] | None) -> Refusal | None:
    """Why a draft was refused, of JSON."""
    if stored is None:
        return None
    details = tuple(RefusalDetail(name, value) for name, value in stored["details"].items())
    return Refusal(code=stored["code"], field=stored["field"], details=details)
