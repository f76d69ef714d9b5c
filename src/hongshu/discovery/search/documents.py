"""What the index holds of notes, products, members and brands, read through their packages' doors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hongshu.community.members.contracts import Profile
from hongshu.community.members.queries import (
    list_handles_after,
    list_ids_by_handle,
    list_profiles_by_id,
)
from hongshu.community.notes.queries import (
    list_public_by_id,
    list_public_from,
    list_written_by_id,
)
from hongshu.community.responses.queries import list_like_states
from hongshu.discovery.engines.searching.shapes import Document
from hongshu.discovery.search.contracts import Kind
from hongshu.kernel.ids import Id
from hongshu.store.catalog.contracts import Brand, ProductSummary
from hongshu.store.catalog.queries import (
    list_brands,
    list_brands_by_id,
    list_categories,
    list_product_ids_from,
    list_products_by_id,
)

BATCH = 500
_BRANDS_MAX = 20_000


def documents_of(kind: Kind, ids: Sequence[Id]) -> list[Document]:
    """Documents of those among *ids* that belong into the index now. A few queries, however many ids."""
    if not ids:
        return []
    if kind is Kind.NOTE:
        return _notes(ids)
    if kind is Kind.PRODUCT:
        paths = {category.slug: category.path for category in list_categories()}
        names = {one.slug: f"{one.name.zh} {one.name.en}" for one in list_categories()}
        return [_product(one, paths, names) for one in list_products_by_id(ids).values()]
    if kind is Kind.MEMBER:
        return [
            _member(one)
            for one in list_profiles_by_id(ids).values()
            if not (one.is_leaving or one.is_suspended)
        ]
    return [_brand(brand) for brand in list_brands_by_id(ids).values()]


def all_ids() -> Iterator[tuple[Kind, list[Id]]]:
    """Everything that may belong into the index, a batch at a time."""
    yield Kind.BRAND, [brand.id for brand in list_brands(limit=_BRANDS_MAX)]
    first = 0
    while batch := list(list_product_ids_from(first, limit=BATCH)):
        yield Kind.PRODUCT, batch
        first = batch[-1] + 1
    handle = ""
    while handles := list_handles_after(handle, limit=BATCH):
        yield Kind.MEMBER, list(list_ids_by_handle(handles).values())
        handle = handles[-1]
    first = 0
    while notes := list_public_from(first, limit=BATCH):
        yield Kind.NOTE, [key for key, _ in notes]
        first = notes[-1][0] + 1


def _notes(ids: Sequence[Id]) -> list[Document]:
    shown = list_public_by_id(ids)
    written = list_written_by_id(list(shown))
    likes = list_like_states(list(shown), viewer_id=None)
    authors = list_profiles_by_id({summary.author_id for summary in shown.values()})
    products = list_products_by_id({key for _, draft in written.values() for key in draft.product_ids})
    found = []
    brands = {key: product.brand_slug for key, product in products.items()}
    for key, summary in shown.items():
        draft = written[key][1]
        names = " ".join(_names(products[one]) for one in draft.product_ids if one in products)
        author = authors.get(summary.author_id)
        found.append(
            Document(
                key=key,
                title=summary.title,
                body=f"{draft.body} {' '.join(draft.topics)} {names}",
                labels={
                    "kind": (Kind.NOTE.value,),
                    "channel": (summary.channel,) if summary.channel else (),
                    "topic": draft.topics,
                    "author": (str(int(summary.author_id)),),
                    "place": (summary.place,) if summary.place else (),
                    "brand": tuple({brands[one] for one in draft.product_ids if one in brands}),
                },
                numbers={
                    "made_s": int(summary.published_at.timestamp()),
                    "likes": likes[key].count if key in likes else 0,
                    "quality": min(len(draft.pictures), 5) + (len(draft.body) > 80),
                    "kol": int(bool(author and author.kol_field)),
                    "verified": int(bool(draft.product_ids)),
                },
            )
        )
    return found


def _names(product: ProductSummary) -> str:
    brand, name = product.brand_name, product.name
    return f"{brand.zh} {brand.en if brand.en != brand.zh else ''} {name.zh} {name.en}"


def _product(product: ProductSummary, paths: dict[str, tuple[str, ...]], names: dict[str, str]) -> Document:
    path = paths.get(product.category_slug, ())
    return Document(
        key=product.id,
        title=_names(product),
        names=tuple({name for name in (product.name.zh, product.name.en) if name}),
        body=" ".join(names.get(slug, "") for slug in path),
        labels={
            "kind": (Kind.PRODUCT.value,),
            "brand": (product.brand_slug,),
            "category": path or (product.category_slug,),
            "stock": ("no",) if product.is_in_stock is False else ("yes",),
        },
        numbers={
            "price_minor": product.price.amount_minor,
            "quality": int(product.picture_id is not None) * 3,
            "verified": int(product.is_in_stock is not False),
        },
    )


def _member(profile: Profile) -> Document:
    return Document(
        key=profile.user_id,
        title=f"{profile.name} {profile.handle}",
        body=f"{profile.kol_field} {profile.bio}",
        labels={"kind": (Kind.MEMBER.value,)},
        numbers={
            "made_s": int(profile.joined_at.timestamp()),
            "kol": int(bool(profile.kol_field)),
            "quality": int(profile.avatar_id is not None),
        },
    )


def _brand(brand: Brand) -> Document:
    return Document(
        key=brand.id,
        title=f"{brand.name.zh} {brand.name.en}",
        names=tuple({name for name in (brand.name.zh, brand.name.en) if name}),
        labels={"kind": (Kind.BRAND.value,), "brand": (brand.slug,)},
    )
