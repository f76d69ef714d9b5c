"""The shop: brands with their marks, categories, products with their pictures."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.db import transaction

from hongshu.flows.demo_world.contracts import SOURCE, ContentError, World
from hongshu.flows.demo_world.drawing_pool import Drawing, Drawings
from hongshu.kernel.ids import Id
from hongshu.platform.media.contracts import HOUSE_OWNER, Rendered
from hongshu.platform.media.services import claim_pictures, store_rendered
from hongshu.store.catalog import queries, services

_ALL = 1_000_000


def save_shelves(world: World) -> dict[str, Id]:
    """Brands, categories with attributes, and products, brought up to date with the content; ids by slug."""
    services.save_brands(world.brands)
    services.save_categories(world.categories)
    services.save_attributes(world.attributes)
    saved = services.save_products(world.products)
    if saved.refused:
        raise ContentError([f"product {slug!r}: {why}" for slug, why in sorted(saved.refused.items())])
    return saved.ids


def find_products(world: World) -> dict[str, Id]:
    """The ids of the products that are there already, by slug."""
    return queries.list_products_by_key(SOURCE, [draft.source_key for draft in world.products])


def save_marks(world: World, drawings: Drawings, *, told: Callable[[int, int], None]) -> None:
    """A mark for every brand that has none."""
    listed = {brand.slug for brand in queries.list_brands(limit=_ALL) if brand.mark_id is None}
    bare = [brand.slug for brand in world.brands if brand.slug in listed]
    drawn = drawings.drawn(bare, lambda slug: (Drawing(world.marks[slug]),))
    for done, (slug, (rendered,)) in enumerate(drawn, start=1):
        picture = store_rendered(owner_id=HOUSE_OWNER, rendered=rendered)
        with transaction.atomic():
            claim_pictures(owner_id=HOUSE_OWNER, picture_ids=[picture.id])
            services.set_brand_mark(slug=slug, picture_id=picture.id)
        told(done, len(bare))


def save_fronts(
    world: World, ids: dict[str, Id], drawings: Drawings, *, told: Callable[[int, int], None]
) -> None:
    """The front of every product that has no picture."""
    shown = queries.list_products_by_id(list(ids.values()))
    bare = [slug for slug, key in ids.items() if key in shown and shown[key].picture_id is None]
    drawn = drawings.drawn(bare, lambda slug: (Drawing(world.arts[slug], view=0),))
    for done, (slug, rendered) in enumerate(drawn, start=1):
        _add_pictures(ids[slug], (), rendered)
        told(done, len(bare))


def list_without_texture(ids: dict[str, Id]) -> list[str]:
    """The slugs of products that show their front only."""
    return [slug for slug, key in ids.items() if len(queries.get_product(key).picture_ids) == 1]


def save_textures(
    world: World,
    ids: dict[str, Id],
    slugs: Sequence[str],
    drawings: Drawings,
    *,
    told: Callable[[int, int], None],
    goes_on: Callable[[], bool],
) -> bool:
    """The second picture of products; whether all were done while *goes_on* said so."""
    drawn = drawings.drawn(slugs, lambda slug: (Drawing(world.arts[slug], view=1),))
    for done, (slug, rendered) in enumerate(drawn, start=1):
        _add_pictures(ids[slug], queries.get_product(ids[slug]).picture_ids, rendered)
        told(done, len(slugs))
        if not goes_on():
            return done == len(slugs)
    return True


def _add_pictures(product_id: Id, present: Sequence[Id], rendered: Sequence[Rendered]) -> None:
    added = [store_rendered(owner_id=HOUSE_OWNER, rendered=each).id for each in rendered]
    with transaction.atomic():
        claim_pictures(owner_id=HOUSE_OWNER, picture_ids=added)
        services.set_product_pictures(product_id=product_id, picture_ids=[*present, *added])
