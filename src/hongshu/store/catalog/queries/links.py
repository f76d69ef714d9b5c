"""What a product leads to."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db.models import OuterRef, Subquery

from hongshu.kernel.asking import Asked
from hongshu.kernel.ids import Id
from hongshu.store.catalog.contracts import LinkKind, ProductSummary
from hongshu.store.catalog.models import CategoryRow, LinkRow, ProductRow
from hongshu.store.catalog.queries.shapes import summary_of

# Nearest by price on either side, so the index of category and price answers it from both ends.
_LED_TO = """
WITH self AS (
  SELECT id, brand_id, category_id, price_minor FROM catalog_product WHERE id = %(product)s
), below AS (
  SELECT p.id, p.brand_id, s.price_minor - p.price_minor AS apart FROM self s
  JOIN LATERAL (SELECT id, brand_id, price_minor FROM catalog_product p
    WHERE p.is_listed AND p.category_id = s.category_id AND p.price_minor <= s.price_minor AND p.id <> s.id
    ORDER BY price_minor DESC, id DESC LIMIT %(near)s) p ON true
), above AS (
  SELECT p.id, p.brand_id, p.price_minor - s.price_minor AS apart FROM self s
  JOIN LATERAL (SELECT id, brand_id, price_minor FROM catalog_product p
    WHERE p.is_listed AND p.category_id = s.category_id AND p.price_minor > s.price_minor AND p.id <> s.id
    ORDER BY price_minor, id LIMIT %(near)s) p ON true
), near AS (
  SELECT n.id, row_number() OVER (ORDER BY n.brand_id = s.brand_id, n.apart, n.id) AS place
  FROM (SELECT * FROM below UNION ALL SELECT * FROM above) n, self s
  ORDER BY place LIMIT %(limit)s
), led AS (
  SELECT kind, other_id AS id, position AS place FROM catalog_link WHERE product_id = %(product)s
  UNION ALL
  SELECT 'similar', id, place FROM near WHERE NOT EXISTS (
    SELECT FROM catalog_link WHERE product_id = %(product)s AND kind = 'similar')
)
SELECT l.kind, l.place, p.id, p.name_zh, p.name_en, p.brand_id, b.slug, b.name_zh, b.name_en, b.color,
       c.slug, p.price_minor, p.highest_price_minor, p.picture_ids, p.is_in_stock, 0
FROM led l JOIN catalog_product p ON p.id = l.id AND p.is_listed
JOIN catalog_brand b ON b.id = p.brand_id JOIN catalog_category c ON c.id = p.category_id
ORDER BY l.kind, l.place, p.id
"""


def ask_led_to(product_id: Id, *, limit: int = 12) -> Asked[dict[LinkKind, tuple[ProductSummary, ...]]]:
    """The listed products that staff linked, in their order. Where staff named no similar ones: those of the
    same category with the nearest price, other brands first.
    """

    def answer(rows: list[tuple[object, ...]]) -> dict[LinkKind, tuple[ProductSummary, ...]]:
        found: dict[LinkKind, list[ProductSummary]] = defaultdict(list)
        for kind, _, *columns in rows:
            found[LinkKind(str(kind))].append(summary_of(columns))
        return {kind: tuple(found[kind][:limit]) for kind in LinkKind}

    values = {"product": product_id, "near": limit * 2, "limit": limit}
    return Asked(_LED_TO, values, answer, columns=16)


def list_links(product_id: Id) -> dict[LinkKind, tuple[Id, ...]]:
    """What staff linked, listed or not, in their order."""
    rows = LinkRow.objects.filter(product_id=product_id).order_by("kind", "position")
    found: dict[LinkKind, list[Id]] = {kind: [] for kind in LinkKind}
    for row in rows:
        found[LinkKind(row.kind)].append(Id(row.other_id))
    return {kind: tuple(ids) for kind, ids in found.items()}


def find_pictured_of_categories(paths: dict[str, tuple[Id, ...]]) -> dict[str, Id]:
    """A picture for each named group of categories: of its first listed product on the shelf. One query."""
    return ask_pictured_of_categories(paths).answer if any(paths.values()) else {}


def ask_pictured_of_categories(paths: dict[str, tuple[Id, ...]]) -> Asked[dict[str, Id]]:
    """``find_pictured_of_categories``, to be sent with others."""
    by_category = {int(key): slug for slug, keys in paths.items() for key in keys}
    # The first of each category by its index; DISTINCT ON would read all products of all of them.
    first = (
        ProductRow.objects.filter(is_listed=True, category=OuterRef("pk"), picture_ids__len__gt=0)
        .order_by("shelf_order", "id")
        .values("picture_ids__0")[:1]
    )
    rows = CategoryRow.objects.filter(id__in=list(by_category)).annotate(picture=Subquery(first))

    def answer(rows_found: list[tuple[Any, ...]]) -> dict[str, Id]:
        found: dict[str, Id] = {}
        for category_id, picture in rows_found:
            found.setdefault(by_category[int(category_id)], Id(int(picture)))
        return found

    shown = rows.filter(picture__isnull=False).order_by("id")
    return Asked.rows(shown.values_list("id", "picture"), answer)
