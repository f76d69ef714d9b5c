"""What members list as bought at a place, drawn together from their shopping lists."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from hongshu.community.notes.contracts import ListEntry, ShownThere
from hongshu.community.places.contracts import Place
from hongshu.community.places.queries import find_place
from hongshu.flows.pages.contracts import BoughtThere, ProductCard
from hongshu.kernel.ids import Id

_MOST = 12
_SHOPS = 2


def bought_there(
    notes: Sequence[ShownThere], place: Place, products: Mapping[Id, ProductCard]
) -> tuple[BoughtThere, ...]:
    """The things that most notes list at *place*, the most first; *notes* stand newest first.

    A line counts where it says it was bought, else where its note was written. One without a product of ours
    goes by its name, whatever its letters' case.
    """
    found: dict[Id | str, list[tuple[ShownThere, ListEntry]]] = defaultdict(list)
    for note in notes:
        for entry in note.entries:
            if _is_there(entry.place or note.place, place):
                name = " ".join(entry.name.split()).casefold()
                key = entry.product_id if entry.product_id in products else name
                if key:
                    found[key].append((note, entry))
    things = [_drawn_together(lines, products) for lines in found.values()]
    return tuple(sorted(things, key=lambda thing: -thing.count)[:_MOST])


def _is_there(text: str, place: Place) -> bool:
    meant = find_place(text)
    return meant is not None and meant.country == place.country and place.city in ("", meant.city)


def _drawn_together(
    lines: Sequence[tuple[ShownThere, ListEntry]], products: Mapping[Id, ProductCard]
) -> BoughtThere:
    note, entry = next((line for line in lines if line[1].word), lines[0])
    product = products.get(entry.product_id) if entry.product_id is not None else None
    prices = [each.price for _, each in lines if each.price is not None]
    is_one_currency = len({price.currency for price in prices}) == 1
    by_amount = sorted(prices, key=lambda price: price.amount_minor) if is_one_currency else []
    shops = dict.fromkeys(each.shop for _, each in lines if each.shop)
    return BoughtThere(
        name=product.name if product else entry.name,
        product=product,
        count=len({each.note_id for each, _ in lines}),
        lowest=by_amount[0] if by_amount else None,
        highest=by_amount[-1] if by_amount else None,
        shops=tuple(shops)[:_SHOPS],
        word=entry.word,
        note_id=note.note_id,
    )
