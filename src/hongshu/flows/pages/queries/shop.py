"""The shop's front and its categories."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from hongshu.flows.pages.cards import brand_chip, crumbs_of, pictures_for, product_cards
from hongshu.flows.pages.contracts import (
    BandView,
    CategoryPage,
    ChosenValue,
    Crumb,
    FacetOption,
    FacetsView,
    FacetView,
    PageNotFound,
    Viewer,
)
from hongshu.flows.pages.views import view_of_products
from hongshu.kernel import clock
from hongshu.kernel.asking import send
from hongshu.kernel.money import Money
from hongshu.platform.behaviour.contracts import ShownItem, Surface
from hongshu.store.catalog.contracts import (
    NEW_FOR_DAYS,
    PRICE_BANDS,
    AttributeFacet,
    FacetValue,
    ShelfFacets,
    ShelfFilter,
    ShelfSort,
)
from hongshu.store.catalog.queries import (
    ask_facets,
    ask_shelf,
    facets_below,
    list_brands,
    list_categories,
)

_PAGE_SIZE = 30
_VALUES_MAX = 30
# Before the slug of an attribute in an address, so that none can be taken for one of the other names.
_ATTRIBUTE = "a_"

Chosen = Mapping[str, Sequence[str]]
NOTHING_CHOSEN: Chosen = {}


def category_page(viewer: Viewer, *, slug: str, cursor: str, chosen: Chosen = NOTHING_CHOSEN) -> CategoryPage:
    """A category with its children, products and facets; without *slug* the shop's front with its brands.

    *chosen* are the address's values: ``brand``, ``band``, ``a_<attribute>``, ``stock``, ``new``, ``sort``;
    what nobody can choose is passed over. Three queries. Raises PageNotFound, InvalidCursor.
    """
    categories = {category.slug: category for category in list_categories()}
    category = categories.get(slug)
    if slug and category is None:
        raise PageNotFound
    path = category.path if category else ()
    wanted, sort = _wanted(slug, chosen)
    shelf = ask_shelf(category_slug=slug, wanted=wanted, sort=sort, cursor=cursor, limit=_PAGE_SIZE)
    facets = None
    if not cursor:
        counted = ask_facets(category_slug=slug, wanted=wanted)
        send(shelf, counted)
        facets = _facets_view(counted.answer, wanted, sort, viewer)
    summaries, onward = shelf.answer
    brands = list_brands() if not slug and not cursor else ()
    shown = [brand.mark_id for brand in brands if brand.mark_id is not None]
    cards = product_cards(summaries, viewer, beside=shown)
    # They came with the cards'.
    marks = pictures_for(viewer, shown)
    subject = ShownItem("category", category.id) if category else None
    return CategoryPage(
        category=Crumb(slug=slug, name=category.name.in_language(viewer.language)) if category else None,
        crumbs=crumbs_of(path, viewer),
        children=tuple(
            Crumb(slug=child.slug, name=child.name.in_language(viewer.language))
            for child in categories.values()
            if child.path[:-1] == path
        ),
        brands=tuple(brand_chip(brand, viewer, marks) for brand in brands),
        products=cards,
        next_cursor=onward,
        view=view_of_products(viewer, Surface.SHOP, cards, source="shelf", subject=subject),
        facets=facets,
        query=tuple(ChosenValue(name, value) for name, value in _query_of(wanted, sort)),
    )


def _wanted(slug: str, chosen: Chosen) -> tuple[ShelfFilter, ShelfSort]:
    sorts = [sort for sort in ShelfSort if sort.value in chosen.get("sort", ())]
    bands = {str(place): place for place in range(len(PRICE_BANDS))}
    attributes = []
    for facet in facets_below(slug):
        known = {choice.slug for choice in facet.choices}
        values = tuple(sorted(known.intersection(chosen.get(_ATTRIBUTE + facet.slug, ()))))
        if values:
            attributes.append((facet.slug, values))
    is_new = "1" in chosen.get("new", ())
    wanted = ShelfFilter(
        brands=tuple(sorted({value for value in chosen.get("brand", ()) if value.isprintable()}))[
            :_VALUES_MAX
        ],
        bands=tuple(sorted({bands[value] for value in chosen.get("band", ()) if value in bands})),
        attributes=tuple(attributes),
        in_stock="1" in chosen.get("stock", ()),
        new_since=clock.now() - timedelta(days=NEW_FOR_DAYS) if is_new else None,
    )
    return wanted, sorts[0] if sorts else ShelfSort.DEFAULT


def _query_of(wanted: ShelfFilter, sort: ShelfSort) -> tuple[tuple[str, str], ...]:
    """The choices as an address has them, in one order."""
    return (
        *(("brand", slug) for slug in wanted.brands),
        *(("band", str(place)) for place in wanted.bands),
        *((_ATTRIBUTE + slug, value) for slug, values in wanted.attributes for value in values),
        *((("stock", "1"),) if wanted.in_stock else ()),
        *((("new", "1"),) if wanted.new_since else ()),
        *((("sort", sort.value),) if sort.value else ()),
    )


def _facets_view(counted: ShelfFacets, wanted: ShelfFilter, sort: ShelfSort, viewer: Viewer) -> FacetsView:
    chosen = dict(wanted.attributes)
    return FacetsView(
        total=counted.total,
        brands=FacetView(
            slug="brand",
            title="",
            options=tuple(_option("brand", value, wanted.brands, viewer) for value in counted.brands),
        ),
        bands=tuple(
            BandView(
                value=str(place),
                begin=Money(begin),
                end=None if end is None else Money(end),
                count=counted.bands[place],
                is_chosen=place in wanted.bands,
            )
            for place, (begin, end) in enumerate(PRICE_BANDS)
            if counted.bands[place] or place in wanted.bands
        ),
        attributes=tuple(
            _attribute(facet, chosen.get(facet.slug, ()), viewer) for facet in counted.attributes
        ),
        in_stock=FacetOption("stock", "1", "", counted.in_stock, wanted.in_stock),
        is_new_chosen=wanted.new_since is not None,
        sort=sort.value,
        chosen_count=sum(name != "sort" for name, _ in _query_of(wanted, sort)),
    )


def _attribute(facet: AttributeFacet, chosen: Sequence[str], viewer: Viewer) -> FacetView:
    name = _ATTRIBUTE + facet.slug
    return FacetView(
        slug=name,
        title=facet.name.in_language(viewer.language),
        options=tuple(_option(name, value, chosen, viewer) for value in facet.values),
    )


def _option(name: str, value: FacetValue, chosen: Sequence[str], viewer: Viewer) -> FacetOption:
    return FacetOption(
        name, value.slug, value.name.in_language(viewer.language), value.count, value.slug in chosen
    )
