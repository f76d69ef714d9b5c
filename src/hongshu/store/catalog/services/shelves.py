"""Commands on brands, categories and attributes. Saving is by key and idempotent."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from hongshu.kernel.ids import Id
from hongshu.store.catalog.contracts import Attribute, BrandDraft, BrandNotFound, CategoryDraft
from hongshu.store.catalog.models import AttributeRow, BrandRow, CategoryRow
from hongshu.store.catalog.queries.shelves import attributes_held, categories_held

_BRAND_COLUMNS = ("name_zh", "name_en", "story_zh", "story_en", "country", "founded", "color")
_ATTRIBUTE_COLUMNS = ("name_zh", "name_en", "kind", "choices", "is_facet", "is_required", "position")


@transaction.atomic
def save_brands(drafts: Sequence[BrandDraft]) -> dict[str, Id]:
    """Make brands, or bring known ones (by slug) up to date; their marks stay. Returns ids by slug."""
    rows = [
        BrandRow(
            slug=draft.slug,
            name_zh=draft.name.zh,
            name_en=draft.name.en,
            story_zh=draft.story.zh,
            story_en=draft.story.en,
            country=draft.country,
            founded=draft.founded,
            color=draft.color,
        )
        for draft in sorted({draft.slug: draft for draft in drafts}.values(), key=lambda draft: draft.slug)
    ]
    BrandRow.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["slug"], update_fields=_BRAND_COLUMNS
    )
    found = BrandRow.objects.filter(slug__in=[row.slug for row in rows]).values_list("slug", "id")
    return {slug: Id(key) for slug, key in found}


def set_brand_mark(*, slug: str, picture_id: Id) -> None:
    """Give a brand its mark. Raises BrandNotFound."""
    if not BrandRow.objects.filter(slug=slug).update(mark_id=picture_id):
        raise BrandNotFound


@transaction.atomic
def save_categories(drafts: Sequence[CategoryDraft]) -> None:
    """Make categories, or bring known ones (by slug) up to date. A parent stands before its children."""
    known = {row.slug: row for row in CategoryRow.objects.select_for_update().order_by("id")}
    for draft in drafts:
        parent = known[draft.parent] if draft.parent else None
        row = known.get(draft.slug) or CategoryRow(slug=draft.slug)
        row.parent = parent
        row.name_zh, row.name_en = draft.name.zh, draft.name.en
        row.path = [*(parent.path if parent else ()), draft.slug]
        row.default_weight_g, row.default_hs_code = draft.default_weight_g, draft.default_hs_code
        row.default_shelf_life_days = draft.default_shelf_life_days
        row.save()
        known[draft.slug] = row
    categories_held.forget()
    # Another thread may have read the old ones meanwhile.
    transaction.on_commit(categories_held.forget)


@transaction.atomic
def save_attributes(attributes: Sequence[Attribute]) -> None:
    """Make attributes, or bring known ones (by category and slug) up to date, in the given order.

    An attribute whose category is not there is left out.
    """
    categories = dict(CategoryRow.objects.values_list("slug", "id"))
    rows = [
        AttributeRow(
            category_id=categories[attribute.category_slug],
            slug=attribute.slug,
            name_zh=attribute.name.zh,
            name_en=attribute.name.en,
            kind=attribute.kind.value,
            choices=[
                {"slug": choice.slug, "zh": choice.name.zh, "en": choice.name.en}
                for choice in attribute.choices
            ],
            is_facet=attribute.is_facet,
            is_required=attribute.is_required,
            position=position,
        )
        for position, attribute in enumerate(attributes)
        if attribute.category_slug in categories
    ]
    AttributeRow.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["category", "slug"], update_fields=_ATTRIBUTE_COLUMNS
    )
    attributes_held.forget()
    # Another thread may have read the old ones meanwhile.
    transaction.on_commit(attributes_held.forget)
