"""Commands on what a product leads to."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from hongshu.kernel.ids import Id
from hongshu.store.catalog.contracts import InvalidLinks, LinkKind, ProductNotFound
from hongshu.store.catalog.models import LinkRow, ProductRow
from hongshu.store.catalog.services.changes import note_change

LINKS_MAX = 24


@transaction.atomic
def set_links(*, product_id: Id, kind: LinkKind, other_ids: Sequence[Id], actor_id: Id | None = None) -> None:
    """Say which products one leads to, in order; none: the program chooses similar ones again.

    Raises ProductNotFound, InvalidLinks.
    """
    if len(set(other_ids)) != len(other_ids) or product_id in other_ids or len(other_ids) > LINKS_MAX:
        raise InvalidLinks
    if not ProductRow.objects.select_for_update().filter(id=product_id).exists():
        raise ProductNotFound
    if ProductRow.objects.filter(id__in=other_ids).count() != len(other_ids):
        raise InvalidLinks
    LinkRow.objects.filter(product_id=product_id, kind=kind.value).delete()
    LinkRow.objects.bulk_create(
        LinkRow(product_id=product_id, other_id=other, kind=kind.value, position=position)
        for position, other in enumerate(other_ids)
    )
    note_change(
        actor_id,
        "links_set",
        subject="product",
        subject_id=product_id,
        kind=kind.value,
        others=",".join(str(int(other)) for other in other_ids),
    )
