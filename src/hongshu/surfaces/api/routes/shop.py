"""Products and brands, each with what members say."""

from __future__ import annotations

from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Field, Query, Router, Schema

from hongshu.flows.pages import queries
from hongshu.flows.pages.contracts import BrandPage, CardSlice, CategoryPage, ProductPage, ProductSlice
from hongshu.kernel.ids import parse_id
from hongshu.surfaces.api.answers import answer
from hongshu.surfaces.api.document import gives
from hongshu.surfaces.api.entrance import anybody, viewer_of
from hongshu.surfaces.api.inputs import Cursor, IdInPath, SlugInPath

router = Router(tags=["shop"])


class ShelfChoices(Schema):
    """What is chosen on a shelf. Several values of one facet are alternatives."""

    brand: list[str] = Field([], max_length=30)
    band: list[str] = Field([], max_length=10, description="Numbers of price bands, as the facets tell them.")
    stock: Literal["", "1"] = Field("", description="1: without what is sold out.")
    new: Literal["", "1"] = Field("", description="1: of the last thirty days only.")
    sort: Literal["", "cheapest", "dearest", "newest"] = ""


@router.get("/shop/{slug:slug}", auth=anybody, openapi_extra=gives(CategoryPage))
def get_shelf(
    request: HttpRequest, slug: SlugInPath, cursor: Cursor, choices: Query[ShelfChoices]
) -> HttpResponse:
    """A category's products under filters, with the counts beside them; an attribute's filter is called
    ``a_`` and its slug.
    """
    chosen = {name: values for name, values in request.GET.lists() if name.startswith("a_")}
    chosen |= {"brand": choices.brand, "band": choices.band}
    chosen |= {"stock": [choices.stock], "new": [choices.new], "sort": [choices.sort]}
    # PostgreSQL has no text with a NUL in it.
    clean = {name: [value for value in values if "\0" not in value] for name, values in chosen.items()}
    return answer(queries.category_page(viewer_of(request), slug=slug, cursor=cursor, chosen=clean))


@router.get("/products/{product_id}", auth=anybody, openapi_extra=gives(ProductPage))
def get_product(request: HttpRequest, product_id: IdInPath) -> HttpResponse:
    """A product with its choices, and the first notes about it."""
    return answer(queries.product_page(viewer_of(request), product_id=parse_id(product_id)))


@router.get("/products/{product_id}/notes", auth=anybody, openapi_extra=gives(CardSlice))
def list_notes_of_product(
    request: HttpRequest,
    product_id: IdInPath,
    cursor: Cursor,
    by: Annotated[Literal["", "kols", "members"], Query("", description="Whose notes; empty: everybody's.")],
) -> HttpResponse:
    """The notes about a product, newest first."""
    found = queries.product_notes(
        viewer_of(request), product_id=parse_id(product_id), cursor=cursor, voice=by
    )
    return answer(found)


@router.get("/brands/{slug:slug}", auth=anybody, openapi_extra=gives(BrandPage))
def get_brand(request: HttpRequest, slug: SlugInPath) -> HttpResponse:
    """A brand with its first products and the first notes about them."""
    return answer(queries.brand_page(viewer_of(request), slug=slug))


@router.get("/brands/{slug:slug}/notes", auth=anybody, openapi_extra=gives(CardSlice))
def list_notes_of_brand(request: HttpRequest, slug: SlugInPath, cursor: Cursor) -> HttpResponse:
    """The notes about a brand's products, newest first."""
    return answer(queries.brand_notes(viewer_of(request), slug=slug, cursor=cursor))


@router.get("/brands/{slug:slug}/products", auth=anybody, openapi_extra=gives(ProductSlice))
def list_products_of_brand(request: HttpRequest, slug: SlugInPath, cursor: Cursor) -> HttpResponse:
    """A brand's products."""
    return answer(queries.brand_products(viewer_of(request), slug=slug, cursor=cursor))
