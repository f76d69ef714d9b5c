"""Reads of brands, categories and attributes."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef, Q

from hongshu.kernel.ids import Id
from hongshu.kernel.kept import Kept
from hongshu.store.catalog.contracts import (
    Attribute,
    AttributeChoice,
    AttributeKind,
    Brand,
    BrandNotFound,
    Category,
    Text,
)
from hongshu.store.catalog.models import AttributeRow, BrandRow, CategoryRow, ProductRow
from hongshu.store.catalog.queries.shapes import brand_of, category_of

_PRODUCTS_OF_BRAND = ArraySubquery(
    ProductRow.objects.filter(brand=OuterRef("pk"), is_listed=True).order_by("-id").values("id")
)


def get_brand(slug: str) -> tuple[Brand, tuple[Id, ...]]:
    """A brand and the ids of its listed products, the newest first; one query. Raises BrandNotFound."""
    row = BrandRow.objects.filter(slug=slug).annotate(product_ids=_PRODUCTS_OF_BRAND).first()
    if row is None:
        raise BrandNotFound
    return brand_of(row), tuple(Id(key) for key in row.product_ids)


def list_brands_by_id(ids: Collection[Id]) -> dict[Id, Brand]:
    """Brands by their ids; one query, none for no ids."""
    if not ids:
        return {}
    return {Id(row.id): brand_of(row) for row in BrandRow.objects.filter(id__in=set(ids))}


def list_known_brands(slugs: Collection[str]) -> frozenset[str]:
    """The slugs among *slugs* that are a brand's; one query, none for no slugs."""
    if not slugs:
        return frozenset()
    return frozenset(BrandRow.objects.filter(slug__in=set(slugs)).values_list("slug", flat=True))


def list_brands(*, category_slug: str = "", limit: int = 40) -> tuple[Brand, ...]:
    """Brands that have listed products (in a category), those with most of them first."""
    products = Q(products__is_listed=True)
    if category_slug:
        products &= Q(products__category__path__contains=[category_slug])
    rows = BrandRow.objects.annotate(listed=Count("products", filter=products)).filter(listed__gt=0)
    return tuple(brand_of(row) for row in rows.order_by("-listed", "slug")[:limit])


def list_categories() -> tuple[Category, ...]:
    """The whole tree, in the order in which it was made: roots and children as staff arranged them.

    Held in the process for half a minute; the process that changes it sees it at once.
    """
    return categories_held()


def list_attributes() -> tuple[Attribute, ...]:
    """All attributes in their order; held as the categories are."""
    return attributes_held()


def attributes_of(path: Sequence[str]) -> tuple[Attribute, ...]:
    """What is asked of a product whose category's path is *path*: a slug nearer to the product wins."""
    found: dict[str, Attribute] = {}
    for slug in path:
        found.update({one.slug: one for one in attributes_held() if one.category_slug == slug})
    return tuple(found.values())


def facets_below(category_slug: str) -> tuple[Attribute, ...]:
    """The facets of a shelf: those of the category and of all above it; of the whole shop, none."""
    path = next((one.path for one in list_categories() if one.slug == category_slug), ())
    return tuple(one for one in attributes_of(path) if one.is_facet)


def _fetch_categories() -> tuple[Category, ...]:
    return tuple(map(category_of, CategoryRow.objects.order_by("id")))


def _fetch_attributes() -> tuple[Attribute, ...]:
    return tuple(
        Attribute(
            category_slug=row.category.slug,
            slug=row.slug,
            name=Text(zh=row.name_zh, en=row.name_en),
            kind=AttributeKind(row.kind),
            choices=tuple(
                AttributeChoice(slug=choice["slug"], name=Text(zh=choice["zh"], en=choice["en"]))
                for choice in row.choices
            ),
            is_facet=row.is_facet,
            is_required=row.is_required,
        )
        for row in AttributeRow.objects.select_related("category").order_by("position", "id")
    )


categories_held = Kept(_fetch_categories, window_s=30)
attributes_held = Kept(_fetch_attributes, window_s=30)
