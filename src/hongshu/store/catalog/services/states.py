"""Publishing and withdrawing products: the moves of ``rules.products.MOVES``, and no others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Count, Q, QuerySet

from hongshu.kernel.ids import Id
from hongshu.store.catalog.contracts import ProductNotFound, ProductState, Published
from hongshu.store.catalog.models import ProductRow
from hongshu.store.catalog.queries.shelves import attributes_of
from hongshu.store.catalog.rules.attributes import lacking
from hongshu.store.catalog.rules.products import MOVES, missing_for_members
from hongshu.store.catalog.services.changes import note_change

WAIVER_MAX = 200


def publish_products(*, product_ids: Sequence[Id], actor_id: Id | None = None) -> Published:
    """Show products to members. Each that lacks something is refused with every reason; the others are
    published. Idempotent: what is published already is neither changed nor refused.
    """
    return _move(product_ids, ProductState.PUBLISHED, actor_id)


def withdraw_products(*, product_ids: Sequence[Id], actor_id: Id | None = None) -> Published:
    """Take products from the shop; notes keep them. Idempotent."""
    return _move(product_ids, ProductState.WITHDRAWN, actor_id)


def set_products_listed(*, product_ids: Sequence[Id], is_listed: bool, actor_id: Id | None = None) -> int:
    """Publish or withdraw; returns how many were not so before. What cannot be published stays."""
    move = publish_products if is_listed else withdraw_products
    return len(move(product_ids=product_ids, actor_id=actor_id).changed)


@transaction.atomic
def hold_products(*, product_ids: Sequence[Id]) -> int:
    """Keep products from being shown, for moderators, until ``release_products``; returns how many. Nobody
    can publish them meanwhile. Idempotent.
    """
    rows = list(_locked(product_ids).filter(held_from=None))
    for row in rows:
        row.held_from = row.state
        if row.state == ProductState.PUBLISHED.value:
            row.state = ProductState.WITHDRAWN.value
        row.save(update_fields=["held_from", "state"])
    return len(rows)


@transaction.atomic
def release_products(*, product_ids: Sequence[Id]) -> int:
    """Let go of held products; returns how many. What was shown when it was held is shown again, unless it
    was withdrawn meanwhile or lacks something by now. Idempotent.
    """
    rows = list(_locked(product_ids).exclude(held_from=None))
    shown = [Id(row.id) for row in rows if row.held_from == ProductState.PUBLISHED.value]
    for row in rows:
        row.held_from = None
        row.save(update_fields=["held_from"])
    _move(shown, ProductState.PUBLISHED, None)
    return len(rows)


@transaction.atomic
def waive_picture(*, product_id: Id, why: str, actor_id: Id | None = None) -> None:
    """State why a product may be shown without a picture. Raises ProductNotFound."""
    if not ProductRow.objects.filter(id=product_id).update(picture_waiver=why.strip()[:WAIVER_MAX]):
        raise ProductNotFound
    note_change(actor_id, "picture_waived", subject="product", subject_id=product_id, why=why.strip())


@transaction.atomic
def _move(product_ids: Sequence[Id], to: ProductState, actor_id: Id | None) -> Published:
    list(_locked(product_ids).values_list("id"))
    if to is ProductState.WITHDRAWN:
        # Whoever withdraws a held product means it to stay withdrawn.
        ProductRow.objects.filter(id__in=set(product_ids), held_from=ProductState.PUBLISHED.value).update(
            held_from=to.value
        )
    rows = ProductRow.objects.filter(id__in=set(product_ids)).select_related("category")
    changed: list[Id] = []
    refused: dict[Id, tuple[str, ...]] = {}
    counted = rows.annotate(live=Count("skus", filter=Q(skus__is_withdrawn=False)))
    for row in counted.order_by("id"):
        state = ProductState(row.state)
        if state is to:
            continue
        reasons: tuple[str, ...] = () if to in MOVES[state] else ("cannot_from_here",)
        if not reasons and to is ProductState.PUBLISHED:
            reasons = ("held",) if row.held_from is not None else _missing(row)
        if reasons:
            refused[Id(row.id)] = reasons
            continue
        changed.append(Id(row.id))
        note_change(
            actor_id, f"product_{to.value}", subject="product", subject_id=Id(row.id), before=state.value
        )
    ProductRow.objects.filter(id__in=changed).update(state=to.value)
    return Published(changed=tuple(changed), refused=refused)


def _locked(product_ids: Sequence[Id]) -> QuerySet[ProductRow]:
    return ProductRow.objects.select_for_update().filter(id__in=set(product_ids)).order_by("id")


def _missing(row: Any) -> tuple[str, ...]:
    return missing_for_members(
        sku_count=row.live,
        has_price=row.price_minor is not None,
        has_picture=bool(row.picture_ids) or bool(row.picture_waiver),
        lacking=lacking(row.attributes, attributes_of(row.category.path)),
    )
