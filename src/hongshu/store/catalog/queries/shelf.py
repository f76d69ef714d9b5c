"""Shelves: a page of products in an order, under filters; and how many products each filter would leave."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Q

from hongshu.kernel.asking import Asked
from hongshu.kernel.cursors import decode_cursor, encode_cursor
from hongshu.kernel.ids import Id
from hongshu.store.catalog.contracts import (
    PRICE_BANDS,
    Attribute,
    AttributeFacet,
    FacetValue,
    ProductSummary,
    ShelfFacets,
    ShelfFilter,
    ShelfSort,
    Text,
)
from hongshu.store.catalog.models import ProductRow
from hongshu.store.catalog.queries.shapes import SUMMARY, summary_of
from hongshu.store.catalog.queries.shelves import facets_below, list_categories

Shelf = tuple[tuple[ProductSummary, ...], str]
NO_FILTER = ShelfFilter()
BRANDS_MAX = 40

_THE_FULLEST_BRANDS = (
    " GROUP BY brand, zh, en ORDER BY brand = ANY(%(brands)s) DESC, count(*) DESC, brand LIMIT %(brands_max)s"
)

# The columns of an order, with the direction of each; where they stand among SUMMARY.
_ORDERS: dict[ShelfSort, tuple[tuple[str, bool], ...]] = {
    ShelfSort.DEFAULT: (("shelf_order", False), ("id", False)),
    ShelfSort.CHEAPEST: (("price_minor", False), ("id", False)),
    ShelfSort.DEAREST: (("price_minor", True), ("id", True)),
    ShelfSort.NEWEST: (("id", True),),
}


def list_shelf(
    *,
    category_slug: str = "",
    brand_slug: str = "",
    wanted: ShelfFilter = NO_FILTER,
    sort: ShelfSort = ShelfSort.DEFAULT,
    cursor: str = "",
    limit: int = 24,
) -> Shelf:
    """A page of listed products, of a category with all below it, or of a brand, or of the whole shop.

    Returns the products and the cursor of the next page, empty at the end. One query.
    Raises InvalidCursor.
    """
    return ask_shelf(
        category_slug=category_slug,
        brand_slug=brand_slug,
        wanted=wanted,
        sort=sort,
        cursor=cursor,
        limit=limit,
    ).answer


def ask_shelf(
    *,
    category_slug: str = "",
    brand_slug: str = "",
    wanted: ShelfFilter = NO_FILTER,
    sort: ShelfSort = ShelfSort.DEFAULT,
    cursor: str = "",
    limit: int = 24,
) -> Asked[Shelf]:
    """As ``list_shelf``, to be sent with others."""
    rows = ProductRow.objects.filter(_is_on(wanted), is_listed=True)
    if category_slug:
        rows = rows.filter(category_id__in=_below(category_slug))
    if brand_slug:
        rows = rows.filter(brand__slug=brand_slug)
    order = _ORDERS[sort]
    listing = _listing(category_slug, brand_slug, wanted, sort)
    if cursor:
        rows = rows.filter(_after(order, decode_cursor(listing, cursor)))
    chosen = rows.order_by(*(f"-{name}" if is_down else name for name, is_down in order))

    def answer(found: list[tuple[Any, ...]]) -> Shelf:
        shown = found[:limit]
        onward = ""
        if len(found) > limit:
            places = [SUMMARY.index(name) for name, _ in order]
            onward = encode_cursor(listing, [int(shown[-1][place]) for place in places])
        return tuple(map(summary_of, shown)), onward

    return Asked.rows(chosen.values_list(*SUMMARY)[: limit + 1], answer)


def shelf_facets(*, category_slug: str = "", wanted: ShelfFilter = NO_FILTER) -> ShelfFacets:
    """How many listed products of a category each value would leave. One query."""
    return ask_facets(category_slug=category_slug, wanted=wanted).answer


def ask_facets(*, category_slug: str = "", wanted: ShelfFilter = NO_FILTER) -> Asked[ShelfFacets]:
    """As ``shelf_facets``, to be sent with others.

    A facet is counted under the filters of all others: choosing one brand does not empty the list of brands.
    """
    facets = facets_below(category_slug)
    statement, values = _counting(category_slug, wanted, facets)
    return Asked(statement, values, lambda rows: _facets_of(rows, facets), columns=5)


def _below(category_slug: str) -> list[Id]:
    return [category.id for category in list_categories() if category_slug in category.path]


def _listing(category_slug: str, brand_slug: str, wanted: ShelfFilter, sort: ShelfSort) -> str:
    """What a cursor belongs to. The moment from which products are new moves on and is left out."""
    if wanted == NO_FILTER and sort is ShelfSort.DEFAULT:
        return f"shelf:{category_slug}:{brand_slug}"
    told = (wanted.brands, wanted.bands, wanted.attributes, wanted.in_stock, wanted.new_since is not None)
    return f"shelf:{category_slug}:{brand_slug}:{sort.value}:{told!r}"


def _after(order: Sequence[tuple[str, bool]], last: Sequence[Any]) -> Q:
    """What comes behind *last* in an order: keyset pagination."""
    behind, equal = Q(), Q()
    for (name, is_down), value in zip(order, last, strict=True):
        behind |= equal & Q(**{f"{name}__lt" if is_down else f"{name}__gt": value})
        equal &= Q(**{name: value})
    return behind


def _is_on(wanted: ShelfFilter) -> Q:
    found = Q()
    if wanted.brands:
        found &= Q(brand__slug__in=wanted.brands)
    if wanted.bands:
        bands = Q()
        for place in wanted.bands:
            begin, end = PRICE_BANDS[place]
            band = Q(price_minor__gte=begin)
            bands |= band if end is None else band & Q(price_minor__lt=end)
        found &= bands
    for slug, choices in wanted.attributes:
        of_slug = Q()
        for choice in choices:
            of_slug |= Q(attributes__contains={slug: choice})
        found &= of_slug
    if wanted.in_stock:
        # What nobody has told of can be asked for.
        found &= Q(is_in_stock=True) | Q(is_in_stock__isnull=True)
    if wanted.new_since is not None:
        found &= Q(created_at__gte=wanted.new_since)
    return found


def _counting(
    category_slug: str, wanted: ShelfFilter, facets: Sequence[Attribute]
) -> tuple[str, dict[str, Any]]:
    """One pass over the shelf says which filters each product passes; each facet counts under the others.

    Names in the statement are ours or numbers; what comes from outside is bound.
    """
    values: dict[str, Any] = {
        "brands": list(wanted.brands),
        "bands": [place + 1 for place in wanted.bands],
        "edges": [begin for begin, _ in PRICE_BANDS],
        "new_since": wanted.new_since,
        "brands_max": BRANDS_MAX,
    }
    told, passes = _tests(wanted, facets, values)
    where = "p.is_listed"
    if category_slug:
        values["categories"] = [int(key) for key in _below(category_slug)]
        where += " AND p.category_id = ANY(%(categories)s)"

    def under(*but: str) -> str:
        return " AND ".join(name for name in passes if name not in but) or "true"

    columns = ", ".join([*told, *(f"({test}) AS {name}" for name, test in passes.items())])
    parts = [
        _count("'total', '', '', ''", under()),
        _count("'stock', '', '', ''", "stock IS NOT FALSE AND " + under("ok_stock")),
        _count("'band', band::text, '', ''", under("ok_band"), " GROUP BY band"),
        "(" + _count("'brand', brand, zh, en", under("ok_brand"), _THE_FULLEST_BRANDS) + ")",
        *(
            _count(f"'a{n}', a{n}, '', ''", f"a{n} IS NOT NULL AND " + under(f"ok_a{n}"), f" GROUP BY a{n}")
            for n in range(len(facets))
        ),
    ]
    statement = (
        "WITH base AS MATERIALIZED (SELECT b.slug AS brand, b.name_zh AS zh, b.name_en AS en,"  # noqa: S608
        " p.is_in_stock AS stock, width_bucket(p.price_minor, %(edges)s::bigint[]) AS band, "
        + columns
        + " FROM catalog_product p JOIN catalog_brand b ON b.id = p.brand_id WHERE "
        + where
        + ") "
        + " UNION ALL ".join(parts)
    )
    return statement, values


def _tests(
    wanted: ShelfFilter, facets: Sequence[Attribute], values: dict[str, Any]
) -> tuple[list[str], dict[str, str]]:
    """The columns of the facets' values, and for each facet the test that a product passes it; what they
    name is added to *values*.
    """
    passes = {
        "ok_brand": "b.slug = ANY(%(brands)s)" if wanted.brands else "true",
        "ok_band": "width_bucket(p.price_minor, %(edges)s::bigint[]) = ANY(%(bands)s)"
        if wanted.bands
        else "true",
        "ok_stock": "p.is_in_stock IS NOT FALSE" if wanted.in_stock else "true",
        "ok_new": "p.created_at >= %(new_since)s" if wanted.new_since else "true",
    }
    chosen = dict(wanted.attributes)
    told = []
    for number, facet in enumerate(facets):
        values[f"slug{number}"] = facet.slug
        told.append(f"p.attributes->>%(slug{number})s AS a{number}")
        passes[f"ok_a{number}"] = "true"
        if chosen.get(facet.slug):
            values[f"chosen{number}"] = list(chosen[facet.slug])
            passes[f"ok_a{number}"] = (
                f"coalesce(p.attributes->>%(slug{number})s = ANY(%(chosen{number})s), false)"
            )
    return told, passes


def _count(columns: str, where: str, behind: str = "") -> str:
    return f"SELECT {columns}, count(*) FROM base WHERE {where}{behind}"  # noqa: S608


def _facets_of(rows: Sequence[Sequence[Any]], facets: Sequence[Attribute]) -> ShelfFacets:
    counts: dict[str, dict[str, int]] = {}
    brands = []
    for kind, slug, zh, en, count in rows:
        if kind == "brand":
            brands.append(FacetValue(slug=slug, name=Text(zh=zh, en=en), count=int(count)))
        counts.setdefault(kind, {})[slug] = int(count)
    return ShelfFacets(
        total=counts["total"][""],
        brands=tuple(sorted(brands, key=lambda brand: (-brand.count, brand.slug))),
        bands=tuple(counts.get("band", {}).get(str(place + 1), 0) for place in range(len(PRICE_BANDS))),
        attributes=tuple(
            AttributeFacet(
                slug=facet.slug,
                name=facet.name,
                values=tuple(
                    FacetValue(slug=choice.slug, name=choice.name, count=found[choice.slug])
                    for choice in facet.choices
                    if choice.slug in found
                ),
            )
            for number, facet in enumerate(facets)
            if (found := counts.get(f"a{number}", {}))
        ),
        in_stock=counts["stock"][""],
    )
