"""A product and a brand, each with what members say."""

from __future__ import annotations

from decimal import Decimal

from hongshu.community.graph.queries import list_hidden_ids
from hongshu.community.members.queries import list_kol_ids
from hongshu.community.notes.queries import (
    count_notes_by_product,
    get_product_voices,
    list_notes_of_products,
)
from hongshu.community.questions.queries import people_of
from hongshu.flows.pages.cards import (
    FALLBACK_COLOR,
    brand_chip,
    crumbs_of,
    note_cards,
    picture_view,
    product_cards,
)
from hongshu.flows.pages.contracts import (
    BrandChip,
    BrandPage,
    CardSlice,
    PictureView,
    ProductPage,
    ProductSlice,
    SkuView,
    Viewer,
)
from hongshu.flows.pages.queries.questions import first_questions, question_views
from hongshu.flows.pages.queries.voices import notes_about, voice_of, voices_view
from hongshu.flows.pages.views import view_of_notes, view_of_products
from hongshu.kernel.ids import Id, wire_form
from hongshu.platform.behaviour.contracts import ShownItem, Surface
from hongshu.platform.media.queries import list_pictures_by_id
from hongshu.store.catalog.contracts import Sku
from hongshu.store.catalog.queries import get_brand, get_product, list_shelf

_NOTES = 20
_SIMILAR = 10
_PRODUCTS = 12
_UNITS_ZH = {"ml": "毫升", "g": "克", "piece": "件", "sheet": "片", "pair": "双", "capsule": "粒"}
_UNITS_EN = {"piece": "pc", "sheet": "sheets", "pair": "pair", "capsule": "capsules"}


def product_page(viewer: Viewer, *, product_id: Id, voice: str = "") -> ProductPage:
    """A product, who says what about it, and others of its category. Raises ProductNotFound."""
    product = get_product(product_id)
    summary = product.summary
    hidden = list_hidden_ids(viewer.user_id)
    chosen = voice_of(voice)
    voices = get_product_voices(product_id, chosen_authors=list_kol_ids(), without_authors=hidden)
    asked, has_more = first_questions(product_id, hidden=hidden)
    notes = notes_about(viewer, product_id, voice=chosen, hidden=hidden, cursor="", beside=people_of(asked))
    shelf, _ = list_shelf(category_slug=summary.category_slug, limit=_SIMILAR + 1)
    similar = [other for other in shelf if other.id != product_id][:_SIMILAR]
    counts = count_notes_by_product([other.id for other in similar])
    # With those of the cards beside it, which then cost no query.
    beside = [other.picture_id for other in similar if other.picture_id is not None]
    pictures = list_pictures_by_id([*product.picture_ids, *beside])
    name = summary.name.in_language(viewer.language)
    shots = tuple(picture_view(key, pictures, name) for key in product.picture_ids)
    highlights = (
        (product.highlights_zh or product.highlights_en)
        if viewer.language == "zh"
        else (product.highlights_en or product.highlights_zh)
    )
    return ProductPage(
        id=product_id,
        name=name,
        brand=BrandChip(
            slug=summary.brand_slug,
            name=summary.brand_name.in_language(viewer.language),
            color=summary.color or FALLBACK_COLOR,
            mark=None,
            country="",
        ),
        crumbs=crumbs_of(product.category_path, viewer),
        pictures=tuple(shot for shot in shots if isinstance(shot, PictureView)),
        color=summary.color or FALLBACK_COLOR,
        description=product.description.in_language(viewer.language),
        highlights=highlights,
        ingredients=product.ingredients,
        origin=product.origin,
        skus=tuple(_sku_view(sku, viewer) for sku in product.skus),
        source_price=product.source_price,
        rate=product.rate,
        rate_on=product.rate_on,
        note_count=voices.note_count,
        voices=voices_view(voices, chosen),
        questions=question_views(viewer, asked),
        has_more_questions=has_more,
        notes=notes.cards,
        next_cursor=notes.next_cursor,
        similar=product_cards(similar, viewer, note_counts=counts),
        view=notes.view,
    )


def product_notes(viewer: Viewer, *, product_id: Id, cursor: str, voice: str = "") -> CardSlice:
    """A page of the notes about a product, by *voice* of KOLs or others only. Raises InvalidCursor."""
    return notes_about(
        viewer,
        product_id,
        voice=voice_of(voice),
        hidden=list_hidden_ids(viewer.user_id),
        cursor=cursor,
    )


def brand_page(viewer: Viewer, *, slug: str) -> BrandPage:
    """A brand, its products and the notes about them. Six queries. Raises BrandNotFound."""
    brand, product_ids = get_brand(slug)
    products = brand_products(viewer, slug=slug, cursor="")
    notes = _notes_of_brand(viewer, brand.id, product_ids, cursor="")
    pictures = list_pictures_by_id([brand.mark_id] if brand.mark_id else [])
    return BrandPage(
        brand=brand_chip(brand, viewer, pictures),
        story=brand.story.in_language(viewer.language),
        founded=brand.founded,
        products=products.products,
        product_count=len(product_ids),
        next_product_cursor=products.next_cursor,
        products_view=products.view,
        notes=notes.cards,
        next_cursor=notes.next_cursor,
        view=notes.view,
    )


def brand_notes(viewer: Viewer, *, slug: str, cursor: str) -> CardSlice:
    """A page of the notes about a brand's products. Raises BrandNotFound, InvalidCursor."""
    brand, product_ids = get_brand(slug)
    return _notes_of_brand(viewer, brand.id, product_ids, cursor=cursor)


def brand_products(viewer: Viewer, *, slug: str, cursor: str) -> ProductSlice:
    """A page of a brand's products. Two queries. Raises InvalidCursor."""
    summaries, onward = list_shelf(brand_slug=slug, cursor=cursor, limit=_PRODUCTS)
    cards = product_cards(summaries, viewer)
    view = view_of_products(viewer, Surface.BRAND, cards, source="shelf")
    return ProductSlice(products=cards, next_cursor=onward, view=view)


def _notes_of_brand(viewer: Viewer, brand_id: Id, product_ids: tuple[Id, ...], *, cursor: str) -> CardSlice:
    summaries, onward = list_notes_of_products(
        product_ids,
        listing=f"brand:{wire_form(brand_id)}",
        without_authors=list_hidden_ids(viewer.user_id),
        cursor=cursor,
        limit=_NOTES,
    )
    cards = note_cards(summaries, viewer)
    subject = ShownItem("brand", brand_id)
    view = view_of_notes(viewer, Surface.BRAND, cards, source="of_brand", subject=subject)
    return CardSlice(cards=cards, next_cursor=onward, view=view)


def _sku_view(sku: Sku, viewer: Viewer) -> SkuView:
    return SkuView(
        id=sku.id,
        option=sku.option.in_language(viewer.language),
        price=sku.price,
        content=_content_in_words(sku.content, sku.content_unit, viewer.language),
    )


def _content_in_words(content: Decimal | None, unit: str, language: str) -> str:
    if content is None:
        return ""
    amount = f"{content:f}".rstrip("0").rstrip(".") if "." in f"{content:f}" else f"{content:f}"
    if language == "zh":
        return f"{amount}{_UNITS_ZH.get(unit, unit)}"
    return f"{amount} {_UNITS_EN.get(unit, unit)}"
