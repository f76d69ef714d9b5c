"""Changing carts. Each command takes the cart's lock first; a merge takes both, in the order of their ids."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.db.models.functions import Now

from hongshu.kernel.ids import Id, new_id
from hongshu.store.carts.contracts import (
    LINES_MAX,
    QUANTITY_MAX,
    CannotBeBought,
    CartFull,
    CartLine,
    CartLineNotFound,
    InvalidQuantity,
    Touch,
)
from hongshu.store.carts.models import CartRow, LineRow
from hongshu.store.carts.queries.shapes import line_of
from hongshu.store.carts.rules import checked_touch, path_of
from hongshu.store.catalog.queries import list_products_by_id, list_skus_by_id, list_skus_of_products


@transaction.atomic
def put_line(
    *, cart_id: Id, is_guest: bool, sku_id: Id, quantity: int = 1, touches: Collection[Touch] = ()
) -> Id:
    """Put units of a SKU into a cart, beside those that are there; the line's id.

    The line becomes a chosen one, its price the present one, and the touches join its path. Raises
    CannotBeBought, InvalidQuantity, CartFull, InvalidTouch.
    """
    _check_quantity(quantity)
    came = path_of(map(checked_touch, touches))
    price_minor = _price_of(sku_id)
    _lock(cart_id, is_guest=is_guest)
    row = LineRow.objects.filter(cart_id=cart_id, sku_id=sku_id).first()
    if row is None:
        if LineRow.objects.filter(cart_id=cart_id).count() >= LINES_MAX:
            raise CartFull(most=LINES_MAX)
        row = LineRow(id=new_id(), cart_id=cart_id, sku_id=sku_id, quantity=quantity)
    else:
        _check_quantity(row.quantity + quantity)
        row.quantity += quantity
    row.seen_price_minor = price_minor
    row.is_chosen = True
    _lead(row, path_of(map(Touch.restored, row.touches), came))
    row.save()
    return Id(row.id)


@transaction.atomic
def set_quantity(*, cart_id: Id, line_id: Id, quantity: int) -> None:
    """Say how many units a line has. Raises CartLineNotFound, InvalidQuantity."""
    _check_quantity(quantity)
    _lock_existing(cart_id)
    if not LineRow.objects.filter(id=line_id, cart_id=cart_id).update(quantity=quantity):
        raise CartLineNotFound


@transaction.atomic
def choose_lines(*, cart_id: Id, line_ids: Collection[Id]) -> None:
    """Choose these lines for the checkout, and no others. Raises CartLineNotFound."""
    _lock_existing(cart_id)
    rows = LineRow.objects.filter(cart_id=cart_id)
    wanted = set(line_ids)
    if len(wanted) > LINES_MAX or rows.filter(id__in=wanted).count() != len(wanted):
        raise CartLineNotFound
    rows.filter(id__in=wanted, is_chosen=False).update(is_chosen=True)
    rows.filter(is_chosen=True).exclude(id__in=wanted).update(is_chosen=False)


@transaction.atomic
def remove_lines(*, cart_id: Id, line_ids: Collection[Id]) -> int:
    """Take lines out; how many there were. What is not there any more stays away."""
    _lock_existing(cart_id)
    return LineRow.objects.filter(cart_id=cart_id, id__in=set(line_ids)).delete()[0]


@transaction.atomic
def see_prices(*, cart_id: Id, line_ids: Collection[Id]) -> None:
    """Note that the present price of these lines has been told to the cart's owner."""
    _lock_existing(cart_id)
    rows = list(LineRow.objects.filter(cart_id=cart_id, id__in=set(line_ids)))
    skus = list_skus_by_id([Id(row.sku_id) for row in rows])
    for row in rows:
        sku = skus.get(Id(row.sku_id))
        row.seen_price_minor = sku.sku.price.amount_minor if sku else row.seen_price_minor
    LineRow.objects.bulk_update(rows, ["seen_price_minor"])


@transaction.atomic
def take_chosen(*, user_id: Id, line_ids: Collection[Id]) -> tuple[CartLine, ...]:
    """Take lines out because they are ordered, in the caller's transaction; what they were.

    Idempotent: what is gone is not given again.
    """
    _lock_existing(user_id)
    rows = list(LineRow.objects.filter(cart_id=user_id, id__in=set(line_ids)).order_by("id"))
    LineRow.objects.filter(cart_id=user_id, id__in=[row.id for row in rows]).delete()
    return tuple(map(line_of, rows))


@transaction.atomic
def merge_guest_cart(*, guest_cart_id: Id, user_id: Id) -> int:
    """Put a guest's cart into the member's, who has just signed in, and end it; how many lines came.

    The same SKU adds up, to at most QUANTITY_MAX; paths are joined by time; what does not fit any more is
    left out, the oldest first. Idempotent: the guest's cart is gone after the first time.
    """
    keys = sorted({guest_cart_id, user_id})
    CartRow.objects.bulk_create([CartRow(id=user_id, is_guest=False)], ignore_conflicts=True)
    carts = {cart.id: cart for cart in CartRow.objects.select_for_update().filter(id__in=keys).order_by("id")}
    guest = carts.get(guest_cart_id)
    if guest is None or not guest.is_guest:
        return 0
    mine = {row.sku_id: row for row in LineRow.objects.filter(cart_id=user_id)}
    came = 0
    for row in LineRow.objects.filter(cart_id=guest_cart_id).order_by("-id"):
        there = mine.get(row.sku_id)
        if there is None and len(mine) >= LINES_MAX:
            continue
        if there is None:
            there = LineRow(id=new_id(), cart_id=user_id, sku_id=row.sku_id, quantity=row.quantity)
            there.seen_price_minor = row.seen_price_minor
        else:
            there.quantity = min(QUANTITY_MAX, there.quantity + row.quantity)
        there.is_chosen = there.is_chosen or row.is_chosen
        _lead(there, path_of(map(Touch.restored, there.touches), map(Touch.restored, row.touches)))
        there.save()
        mine[row.sku_id] = there
        came += 1
    LineRow.objects.filter(cart_id=guest_cart_id).delete()
    guest.delete()
    return came


def _check_quantity(quantity: int) -> None:
    if not 1 <= quantity <= QUANTITY_MAX:
        raise InvalidQuantity(field="quantity", most=QUANTITY_MAX)


def _price_of(sku_id: Id) -> int:
    sku = list_skus_by_id([sku_id]).get(sku_id)
    if sku is None or not list_products_by_id([sku.product_id]):
        raise CannotBeBought
    # A withdrawn SKU of a shown product is not among the product's any more.
    if sku_id not in list_skus_of_products([sku.product_id]).get(sku.product_id, ()):
        raise CannotBeBought
    return sku.sku.price.amount_minor


def _lock(cart_id: Id, *, is_guest: bool) -> None:
    cart = CartRow(id=cart_id, is_guest=is_guest)
    CartRow.objects.bulk_create([cart], ignore_conflicts=True)
    _lock_existing(cart_id)


def _lock_existing(cart_id: Id) -> None:
    CartRow.objects.filter(id=cart_id).update(touched_at=Now())


def _lead(row: LineRow, path: tuple[Touch, ...]) -> None:
    row.touches = [touch.stored for touch in path]
    last = path[-1] if path else None
    row.surface = last.surface if last else ""
    row.note_id = last.note_id if last else None
    row.author_id = last.author_id if last else None
