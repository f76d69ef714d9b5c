"""The products of a file, saved by the catalogue's commands a batch at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from hongshu.flows.cataloguing.contracts import Problem, ProductChange, TableKind
from hongshu.flows.cataloguing.rules.cells import shortened
from hongshu.flows.cataloguing.rules.differences import columns_that_differ
from hongshu.flows.cataloguing.rules.lines import ProductLines, brand_of, draft_of
from hongshu.kernel.ids import Id
from hongshu.store.catalog.contracts import (
    InvalidProduct,
    KeptProduct,
    ProductDraft,
    ProductState,
    Published,
)
from hongshu.store.catalog.queries import (
    list_categories,
    list_kept_products,
    list_known_brands,
    list_products_by_key,
)
from hongshu.store.catalog.services import (
    publish_products,
    save_brands,
    save_products,
    sku_faults,
    withdraw_products,
)

# Which columns of which rows are wrong already.
Spoiled = Mapping[int, frozenset[str]]
_BATCH = 1_000
# Codes of what the catalogue refuses of a whole product, by the part that it names.
_CODES = {
    "brand": "brand_unknown", "category": "category_unknown", "choice": "choice_wrong", "axes": "axes_wrong",
    "sku_code": "sku_taken", "barcode": "barcode_taken", "price": "price_conflict", "name_en": "name_wrong",
    "attributes": "too_many_attributes", "product_key": "key_wrong",
}  # fmt: skip
_COLUMNS = {"choice": "value_1", "axes": "axis_1", "attributes": ""}


@dataclass(slots=True)
class Saved:
    """What became of the products of a file so far."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    changes: list[ProductChange] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Shelves:
    """The brands and categories that are there."""

    brands: frozenset[str]
    categories: frozenset[str]

    @classmethod
    def of(cls, products: Iterable[ProductLines]) -> _Shelves:
        """Of everything that the file names; its own brands are made by now."""
        named = {product.head.text("brand") for product in products}
        return cls(list_known_brands(named), frozenset(one.slug for one in list_categories()))


@dataclass(frozen=True, slots=True)
class _Told:
    """A product as a file tells it, and as it is."""

    lines: ProductLines
    draft: ProductDraft
    known: KeptProduct | None


def save_told_products(
    products: Sequence[ProductLines], spoiled: Spoiled, saved: Saved, *, actor_id: Id | None
) -> list[Problem]:
    """Save what the rows tell; the problems of every product that cannot be saved. Rows in *spoiled* have
    problems in those columns already: everything else of them is held against the rules, and nothing saved.
    """
    _save_brands(products)
    shelves = _Shelves.of(products)
    problems: list[Problem] = []
    for batch in _batches(products):
        fit: list[_Told] = []
        for told in _with_known(batch):
            rows = {line.number for line in told.lines.lines}
            found = [*_faults_of_skus(told, spoiled), *_faults_of_product(told, spoiled, shelves)]
            problems += found
            if not found and rows.isdisjoint(spoiled):
                fit.append(told)
        problems += _save(fit, saved, actor_id)
    return problems


def _save_brands(products: Iterable[ProductLines]) -> None:
    drafts = {draft.slug: draft for draft in map(brand_of, products) if draft is not None}
    known = list_known_brands(drafts)
    save_brands([draft for slug, draft in drafts.items() if slug not in known])


def _batches(products: Sequence[ProductLines]) -> Iterator[list[ProductLines]]:
    # Keys are told apart within one source only.
    of_source: dict[str, list[ProductLines]] = {}
    for product in products:
        of_source.setdefault(product.source, []).append(product)
    for group in of_source.values():
        for begin in range(0, len(group), _BATCH):
            yield group[begin : begin + _BATCH]


def _with_known(batch: Sequence[ProductLines]) -> Iterator[_Told]:
    ids = list_products_by_key(batch[0].source, [product.key for product in batch])
    kept = list_kept_products(ids.values())
    for product in batch:
        known = kept.get(ids[product.key]) if product.key in ids else None
        yield _Told(product, draft_of(product, known.draft if known else None), known)


def _faults_of_skus(told: _Told, spoiled: Spoiled) -> Iterator[Problem]:
    for line, sku in zip(told.lines.lines, told.draft.skus, strict=True):
        known_bad = spoiled.get(line.number, frozenset())
        if "price" not in line.told and told.known is None and "price" not in known_bad:
            yield _problem(line.number, "price", "required")
            known_bad |= {"price"}
        for fault in sku_faults(sku):
            if fault.field not in known_bad:
                yield _problem(line.number, fault.field, fault.code, str(line.told.get(fault.field) or ""))


def _faults_of_product(told: _Told, spoiled: Spoiled, shelves: _Shelves) -> Iterator[Problem]:
    head, draft = told.lines.head, told.draft
    known_bad = spoiled.get(head.number, frozenset())
    for fault in _faults_of_head(told, shelves):
        if fault.column not in known_bad:
            yield fault
    if not known_bad and draft.state is ProductState.PUBLISHED and not _has_picture(told):
        yield _problem(head.number, "picture_waiver", "no_picture")


def _has_picture(told: _Told) -> bool:
    return bool(told.draft.picture_waiver) or (told.known is not None and told.known.has_picture)


def _faults_of_head(told: _Told, shelves: _Shelves) -> Iterator[Problem]:
    head, draft, known = told.lines.head, told.draft, told.known
    for name, value, there in (
        ("brand", draft.brand_slug, shelves.brands),
        ("category", draft.category_slug, shelves.categories),
    ):
        if not value:
            yield _problem(head.number, name, "required")
        elif value not in there and value != (known and getattr(known.draft, f"{name}_slug")):
            yield _problem(head.number, name, f"{name}_unknown", value)
    if not (draft.name.zh or draft.name.en):
        yield _problem(head.number, "name_en", "required")
    if known is not None and draft.state is ProductState.DRAFT and known.draft.state is not draft.state:
        yield _problem(head.number, "state", "cannot_from_here", known.draft.state.value)


def _save(fit: Sequence[_Told], saved: Saved, actor_id: Id | None) -> list[Problem]:
    changed = []
    for told in fit:
        if told.known is not None and told.known.draft == told.draft:
            saved.unchanged += 1
        else:
            changed.append(told)
    # What only changes its state is not written anew.
    rewritten = [one for one in changed if one.known is None or not _is_move_only(one)]
    answer = save_products([one.draft for one in rewritten], is_correction=True)
    problems = [
        _refused(one, answer.refused[one.lines.key]) for one in rewritten if one.lines.key in answer.refused
    ]
    done = [one for one in changed if one.lines.key not in answer.refused]
    for told in done:
        _note(told, saved)
    return problems + _move(done, actor_id)


def _is_move_only(told: _Told) -> bool:
    return told.known is not None and columns_that_differ(told.known.draft, told.draft) == ("state",)


def _note(told: _Told, saved: Saved) -> None:
    before, draft = told.known.draft if told.known else None, told.draft
    columns: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()
    if before is None:
        saved.created += 1
    else:
        saved.changed += 1
        columns = columns_that_differ(before, draft)
        left = {sku.code for sku in draft.skus}
        withdrawn = tuple(sku.code for sku in before.skus if sku.code not in left)
    name = shortened(draft.name.zh or draft.name.en)
    saved.changes.append(
        ProductChange(told.lines.head.number, told.lines.source, told.lines.key, name, columns, withdrawn)
    )


def _move(done: Sequence[_Told], actor_id: Id | None) -> list[Problem]:
    """Publish and withdraw what was there before in another state."""
    problems = []
    for state, command in (
        (ProductState.PUBLISHED, publish_products),
        (ProductState.WITHDRAWN, withdraw_products),
    ):
        moved = {
            told.known.id: told
            for told in done
            if told.known is not None and told.draft.state is state and told.known.draft.state is not state
        }
        answer: Published = command(product_ids=list(moved), actor_id=actor_id)
        for product_id, reasons in answer.refused.items():
            row = moved[product_id].lines.head.number
            problems += [_problem(row, "state", reason) for reason in reasons]
    return problems


def _refused(told: _Told, error: InvalidProduct) -> Problem:
    sku_code = str(error.details.get("sku", ""))
    row = told.lines.row_of(sku_code)
    line = next(line for line in told.lines.lines if line.number == row)
    code = _CODES.get(error.field, "attribute_wrong")
    column = _COLUMNS.get(error.field, error.field)
    return _problem(row, column, code, str(line.told.get(column) or ""))


def _problem(row: int, column: str, code: str, value: str = "") -> Problem:
    return Problem(TableKind.PRODUCTS, row, column, code, shortened(value))
