"""Commands of a cart that look at more than the cart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hongshu.community.notes.queries import list_summaries_by_id
from hongshu.kernel.ids import Id
from hongshu.store.carts.contracts import Touch
from hongshu.store.carts.services import put_line


def put_into_cart(*, cart_id: Id, is_guest: bool, sku_id: Id, quantity: int, touches: Sequence[Touch]) -> Id:
    """Put units of a SKU into a cart, with the touches that a browser tells; the line's id.

    A note's author is looked up, and a note that its reader may not see (any more) led nowhere. Raises
    CannotBeBought, InvalidQuantity, CartFull, InvalidTouch.
    """
    told = true_touches(touches, viewer_id=None if is_guest else cart_id)
    return put_line(cart_id=cart_id, is_guest=is_guest, sku_id=sku_id, quantity=quantity, touches=told)


def true_touches(touches: Sequence[Touch], *, viewer_id: Id | None) -> tuple[Touch, ...]:
    """The touches with the authors of their notes; those of notes that are not there are left out."""
    ids = [one.note_id for one in touches if one.note_id is not None]
    notes = list_summaries_by_id(ids, viewer_id=viewer_id)
    return tuple(
        replace(one, author_id=None if one.note_id is None else notes[one.note_id].author_id)
        for one in touches
        if one.note_id is None or one.note_id in notes
    )
