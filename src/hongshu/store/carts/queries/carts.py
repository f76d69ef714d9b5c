"""Reads of carts."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import TextField
from django.db.models.functions import Cast

from hongshu.kernel.asking import Asked
from hongshu.kernel.ids import Id
from hongshu.store.carts.contracts import Cart, CartLine
from hongshu.store.carts.models import LineRow
from hongshu.store.carts.queries.shapes import COLUMNS, line_of, line_of_columns


def get_cart(cart_id: Id | None, *, is_guest: bool) -> Cart:
    """A cart; an empty one where nothing was put in yet. One query."""
    return ask_cart(cart_id, is_guest=is_guest).answer


def ask_cart(cart_id: Id | None, *, is_guest: bool) -> Asked[Cart]:
    """As ``get_cart``, to be sent with others; nothing is asked of a guest without a key."""
    if cart_id is None:
        return Asked.known(Cart(id=Id(0), is_guest=True, lines=()))
    rows = LineRow.objects.filter(cart_id=cart_id).annotate(touches_text=Cast("touches", TextField()))
    return Asked.rows(
        rows.order_by("-id").values_list(*COLUMNS),
        lambda found: Cart(id=cart_id, is_guest=is_guest, lines=tuple(map(line_of_columns, found))),
    )


def count_units(cart_id: Id) -> int:
    """How many units are in a cart. One query."""
    return ask_units(cart_id).answer


def ask_units(cart_id: Id | None) -> Asked[int]:
    """As ``count_units``, to be sent with others; nothing is asked of who has no cart."""
    if cart_id is None:
        return Asked.known(0)
    return Asked(
        "SELECT coalesce(sum(quantity), 0)::int FROM carts_line WHERE cart_id = %(cart)s",
        {"cart": cart_id},
        lambda rows: int(rows[0][0]),
        columns=1,
    )


def list_lines(ids: Collection[Id], *, cart_id: Id) -> dict[Id, CartLine]:
    """Lines of a cart by their ids; those of other carts are not in the answer. One query."""
    if not ids:
        return {}
    rows = LineRow.objects.filter(cart_id=cart_id, id__in=set(ids)).order_by("id")
    return {Id(row.id): line_of(row) for row in rows}
