"""From TOML to the world: everything is checked before anything is made, and all faults are told at once."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TypeVar

from hongshu.flows.demo_world import checks, describing
from hongshu.flows.demo_world.checks import Entry
from hongshu.flows.demo_world.choosing import choices_of
from hongshu.flows.demo_world.contracts import (
    SOURCE,
    ContentError,
    DemoEntry,
    DemoMember,
    DemoNote,
    DemoPicture,
    World,
)
from hongshu.flows.demo_world.drawing.contracts import AvatarSpec, ImageSpec, MarkSpec, ProductArt
from hongshu.flows.demo_world.labelling import barcode_of, list_price_of, member_price_of
from hongshu.kernel.money import Money, from_major
from hongshu.platform.accounts.contracts import FactVisibility, PersonalFact
from hongshu.store.catalog.contracts import BrandDraft, CategoryDraft, ProductDraft, SkuDraft, Text

CONTENT = Path(__file__).resolve().parent / "content"

Thing = TypeVar("Thing")


@cache
def the_world() -> World:
    """The world that comes with the program."""
    return read_world(CONTENT)


def read_world(folder: Path) -> World:
    """Read and check all content below *folder*. Raises ContentError with every fault there is."""
    reader = _Reader(folder)
    world = reader.world()
    if reader.faults:
        raise ContentError(reader.faults)
    return world


class _Reader:
    """One reading; it goes on after a fault, to find the next one."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.faults: list[str] = []

    def world(self) -> World:
        """What could be made of the content; it is the world only if there are no faults."""
        brands = self._entries("brand", "brands.toml")
        categories = self._entries("category", "categories.toml")
        products = self._entries("product", "products/*.toml")
        members = self._entries("member", "members.toml", key="handle")
        notes = self._entries("note", "notes/*.toml")
        brand_names = {entry["slug"]: entry["name_en"] for _, entry in brands}
        sold = [entry["slug"] for _, entry in products]
        handles = [entry["handle"] for _, entry in members]
        attributes = self._entries("attribute", "attributes.toml")
        slugs = {entry["slug"] for _, entry in categories}
        keeps = describing.shelf_lives(entry for _, entry in categories)
        paths = describing.paths_of(entry for _, entry in categories)
        places = {entry["slug"]: paths.get(entry["category"], ()) for _, entry in products}
        told = describing.values_of(entry for _, entry in attributes)
        made_brands = self._made(brands, _brand_faults, lambda entry: (_brand(entry), _mark(entry)))
        made_products = self._made(
            products,
            lambda entry: _product_faults(entry, brands=brand_names, categories=slugs),
            lambda entry: (_product(entry, keeps, told), _art(entry, brand_names[entry["brand"]])),
        )
        self._one_each(
            "SKU code", ((where, sku["code"]) for where, entry in products for sku in entry["skus"])
        )
        return World(
            brands=tuple(brand for brand, _ in made_brands),
            marks={mark.slug: mark for _, mark in made_brands},
            categories=self._made(categories, _Parents(), lambda entry: _category(entry, keeps)),
            products=tuple(draft for draft, _ in made_products),
            arts={art.slug: art for _, art in made_products},
            members=self._made(members, checks.member_faults, _member),
            notes=self._made(notes, lambda entry: _note_faults(entry, authors=handles, products=sold), _note),
            attributes=self._made(
                attributes,
                lambda entry: describing.attribute_faults(entry, paths_of_products=places),
                describing.attribute_of,
            ),
        )

    def _entries(self, kind: str, pattern: str, *, key: str = "slug") -> list[tuple[str, Entry]]:
        """The entries of a kind that have the right fields, each with the words that say where it stands."""
        paths = sorted(self._folder.glob(pattern))
        if not paths:
            self.faults.append(f"{pattern}: there is no such file")
        found: list[tuple[str, Entry]] = []
        for path in paths:
            name = path.relative_to(self._folder).as_posix()
            try:
                tables = tomllib.loads(path.read_text(encoding="utf-8"))
            except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
                self.faults.append(f"{name}: {error}")
                continue
            if set(tables) != {kind} or not isinstance(tables[kind], list):
                self.faults.append(f"{name}: holds nothing but [[{kind}]] tables, please")
                continue
            for position, entry in enumerate(tables[kind]):
                where = f"{name}: {kind} {entry.get(key, position + 1)!r}"
                faults = list(_shape_faults(kind, entry))
                self.faults += [f"{where}: {fault}" for fault in faults]
                if not faults:
                    found.append((where, entry))
        self._one_each(f"{kind} {key}", ((where, entry[key]) for where, entry in found))
        return found

    def _made(
        self,
        entries: Iterable[tuple[str, Entry]],
        faults_of: Callable[[Entry], Iterator[str]],
        make: Callable[[Entry], Thing],
    ) -> tuple[Thing, ...]:
        made = []
        for where, entry in entries:
            faults = list(faults_of(entry))
            if not faults:
                try:
                    made.append(make(entry))
                except ValueError as error:  # The specs of the drawing say themselves what they refuse.
                    faults = [str(error)]
            self.faults += [f"{where}: {fault}" for fault in faults]
        return tuple(made)

    def _one_each(self, what: str, values: Iterable[tuple[str, str]]) -> None:
        seen: dict[str, str] = {}
        for where, value in values:
            if value in seen:
                self.faults.append(f"{where}: {what} {value!r} stands there twice, first in {seen[value]}")
            seen.setdefault(value, where)


class _Parents:
    """A parent category stands before its children; so each check remembers what came before."""

    def __init__(self) -> None:
        self._before: set[str] = set()

    def __call__(self, entry: Entry) -> Iterator[str]:
        yield from checks.slug_faults(entry["slug"])
        if entry["parent"] and entry["parent"] not in self._before:
            yield f"no category {entry['parent']!r} stands before it"
        self._before.add(entry["slug"])


def _shape_faults(kind: str, entry: Entry) -> Iterator[str]:
    yield from checks.shape_faults(kind, entry)
    for name, inner in (("skus", "SKU"), ("images", "image"), ("entries", "entry"), ("choices", "choice")):
        rows = entry.get(name)
        if not isinstance(rows, list):
            continue
        for position, row in enumerate(rows, start=1):
            if isinstance(row, dict):
                yield from (f"{inner} {position}: {fault}" for fault in checks.shape_faults(inner, row))


def _brand_faults(entry: Entry) -> Iterator[str]:
    yield from checks.slug_faults(entry["slug"])
    yield from checks.country_faults(entry["country"])


def _product_faults(entry: Entry, *, brands: Collection[str], categories: Collection[str]) -> Iterator[str]:
    yield from checks.slug_faults(entry["slug"])
    yield from checks.country_faults(entry["origin"])
    if entry["brand"] not in brands:
        yield f"there is no brand {entry['brand']!r}"
    if entry["category"] not in categories:
        yield f"there is no category {entry['category']!r}"
    if not entry["skus"]:
        yield "it has no SKU"
    for sku in entry["skus"]:
        if sku["price_fen"] <= 0 or sku["weight_g"] <= 0:
            yield f"SKU {sku['code']!r}: price and weight are more than nothing"
        if not sku["content"].replace(".", "", 1).isdecimal():
            yield f"SKU {sku['code']!r}: content {sku['content']!r} is not a number"


def _note_faults(entry: Entry, *, authors: Collection[str], products: Collection[str]) -> Iterator[str]:
    yield from checks.slug_faults(entry["slug"])
    yield from checks.note_faults(entry)
    if entry["author"] not in authors:
        yield f"there is no member {entry['author']!r}"
    yield from (f"there is no product {slug!r}" for slug in entry["products"] if slug not in products)
    for position, image in enumerate(entry["images"], start=1):
        faults = [*checks.alt_faults(image["alt"])]
        faults += [
            f"there is no product {slug!r}" for slug in image.get("products", ()) if slug not in products
        ]
        yield from (f"image {position}: {fault}" for fault in faults)
    for position, line in enumerate(entry.get("entries", ()), start=1):
        faults = [*checks.entry_faults(line)]
        if line.get("product", "") not in ("", *products):
            faults.append(f"there is no product {line['product']!r}")
        yield from (f"entry {position}: {fault}" for fault in faults)


def _brand(entry: Entry) -> BrandDraft:
    return BrandDraft(
        slug=entry["slug"],
        name=_text(entry, "name"),
        story=_text(entry, "story"),
        country=entry["country"],
        founded=entry["founded"],
        color=entry["color"],
    )


def _mark(entry: Entry) -> MarkSpec:
    return MarkSpec(slug=entry["slug"], name=entry["name_en"], mark=entry["mark"], color=entry["color"])


def _category(entry: Entry, keeps: Mapping[str, int | None]) -> CategoryDraft:
    return CategoryDraft(
        slug=entry["slug"],
        parent=entry["parent"],
        name=_text(entry, "name"),
        default_hs_code=entry.get("hs", ""),
        default_shelf_life_days=keeps[entry["slug"]],
    )


def _product(
    entry: Entry, keeps: Mapping[str, int | None], told: Mapping[str, dict[str, str]]
) -> ProductDraft:
    choices = choices_of(entry)
    keeps_days = entry.get("keeps_days", keeps[entry["category"]]) or None
    return ProductDraft(
        source=SOURCE,
        source_key=entry["slug"],
        brand_slug=entry["brand"],
        category_slug=entry["category"],
        name=_text(entry, "name"),
        description=_text(entry, "description"),
        highlights_zh=tuple(entry["highlights_zh"]),
        highlights_en=tuple(entry["highlights_en"]),
        ingredients=entry["ingredients"],
        origin=entry["origin"],
        axes=choices.axes,
        attributes=told.get(entry["slug"], {}),
        skus=tuple(
            SkuDraft(
                code=sku["code"],
                price=Money(sku["price_fen"]),
                list_price=list_price_of(sku["code"], Money(sku["price_fen"])),
                member_price=member_price_of(sku["code"], Money(sku["price_fen"])),
                barcode=barcode_of(sku["code"]),
                option=_text(sku, "option"),
                content=Decimal(sku["content"]),
                content_unit=sku["content_unit"],
                weight_g=sku["weight_g"],
                choice=choice,
                # Told, and not left to the category's default: there is nothing in it for staff to look at.
                shelf_life_days=keeps_days,
            )
            for sku, choice in zip(entry["skus"], choices.of_skus, strict=True)
        ),
    )


def _art(entry: Entry, brand: str) -> ProductArt:
    return ProductArt(
        slug=entry["slug"],
        kind=entry["art"],
        colors=tuple(entry["colors"]),
        brand=brand,
        name=entry["name_en"],
    )


def _member(entry: Entry) -> DemoMember:
    told = {
        "gender": entry["gender"],
        "birth_year": str(entry["birth_year"] or ""),
        "city": entry["city"],
        "skin_type": entry["skin_type"],
    }
    return DemoMember(
        handle=entry["handle"],
        name=entry["name"],
        language=entry["language"],
        bio=entry["bio"],
        country=entry["country"],
        color=entry["color"],
        kol_field=entry["kol_field"],
        facts=tuple(PersonalFact(key, value, FactVisibility.PUBLIC) for key, value in told.items() if value),
        avatar=AvatarSpec(
            seed=entry["handle"],
            name=entry["name"],
            color=entry["color"],
            gender=entry["gender"],
            birth_year=entry["birth_year"],
        ),
    )


def _note(entry: Entry) -> DemoNote:
    return DemoNote(
        slug=entry["slug"],
        author=entry["author"],
        language=entry["language"],
        channel=entry["channel"],
        title=entry["title"],
        body=entry["body"].strip(),
        topics=tuple(map(checks.hashtag, entry["topics"])),
        products=tuple(entry["products"]),
        place=entry["place"],
        age_days=float(entry["age_days"]),
        pictures=tuple(
            DemoPicture(_image(image, seed=f"{entry['slug']}/{position}"), image["alt"].strip())
            for position, image in enumerate(entry["images"])
        ),
        entries=tuple(_entry(line, place=entry["place"]) for line in entry.get("entries", ())),
        is_commercial=entry.get("commercial", False),
        is_ai_made=entry.get("ai", False),
    )


def _entry(line: Entry, *, place: str) -> DemoEntry:
    return DemoEntry(
        product=line.get("product", ""),
        name=line.get("name", ""),
        word=line["word"],
        price=from_major(Decimal(line["price"]), line["currency"]) if "price" in line else None,
        shop=line.get("shop", ""),
        place=line.get("place", place),
        days_before=line["days_before"],
    )


def _image(image: Entry, *, seed: str) -> ImageSpec:
    return ImageSpec(
        seed=seed,
        template=image["template"],
        ratio=image["ratio"],
        palette=image["palette"],
        headline=image["headline"],
        sub=image.get("sub", ""),
        lines=tuple(image.get("lines", ())),
        products=tuple(image.get("products", ())),
        city=image.get("city", ""),
    )


def _text(entry: Entry, name: str) -> Text:
    return Text(zh=entry[f"{name}_zh"], en=entry[f"{name}_en"])
