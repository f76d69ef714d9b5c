"""From a cart to lawful orders.

A unit carries its share of freight and of its line's tax whatever order it comes into, so every lawful split
costs the same tax: a unit above the single limit stands alone with full tax, all others go within the limit.
What remains is the number of orders. **Promised**: every order is lawful and of one mode and one warehouse;
the number of orders is the least possible whenever first-fit decreasing reaches the lower bound (the sum over
the limit) or a group has at most ``EXACT_UNITS`` units, which are searched; otherwise a group has at most
11/9 of the least number plus one orders (first-fit decreasing). The same cart always gives the same split.
"""

from __future__ import annotations

from collections.abc import Sequence

from hongshu.store.customs.contracts import (
    AboveYearlyLimit,
    Cart,
    Law,
    LawfulOrder,
    LineTax,
    Mode,
    NotOnPositiveList,
    Quote,
    SplitReason,
    TaxRule,
    UnknownCode,
)
from hongshu.store.customs.rules.apportioning import apportion, of_units
from hongshu.store.customs.rules.taxing import part_of, tax_line

EXACT_UNITS = 12

Unit = tuple[int, int]  # place of the line in the cart, number of the unit in it


def quote(cart: Cart, law: Law) -> Quote:
    """Tax a cart and split it into lawful orders, or refuse it as no retail import."""
    rules = [_rule(cart, place, law) for place in range(len(cart.lines))]
    worths = [line.price_fen * line.quantity for line in cart.lines]
    added = apportion(cart.freight_fen + cart.insurance_fen, worths)
    dutiable = [worth + more for worth, more in zip(worths, added, strict=True)]
    total = sum(dutiable)
    if cart.year_used_fen + total > law.yearly_limit_fen:
        raise AboveYearlyLimit(limit_fen=law.yearly_limit_fen, used_fen=cart.year_used_fen, wanted_fen=total)
    taxed = tuple(
        tax_line(
            line, rules[place], dutiable[place], law, place=place,
            is_above_single_limit=_is_above(dutiable[place], line.quantity, law),
        )
        for place, line in enumerate(cart.lines)
    )  # fmt: skip
    return Quote(
        on=law.on,
        tax_fen=sum(line.tax_fen for line in taxed),
        dutiable_fen=total,
        lines=taxed,
        orders=_orders(cart, taxed, law),
    )


def _is_above(dutiable_fen: int, quantity: int, law: Law) -> bool:
    # A line is above the limit when its cheapest unit is: the fen of freight that makes one unit dearer than
    # its equals never makes two lines of one.
    return dutiable_fen // quantity > law.single_limit_fen or (
        -(-dutiable_fen // quantity) > law.single_limit_fen
    )


def _rule(cart: Cart, place: int, law: Law) -> TaxRule:
    line = cart.lines[place]
    rule = law.rules.get(line.hs_code)
    if rule is None:
        raise UnknownCode(field=f"lines[{place}].hs_code", hs_code=line.hs_code, day=law.on.isoformat())
    listed = law.positive_list.get(line.hs_code[:8])
    if listed is None or (line.mode or cart.mode) not in listed.modes:
        mode = line.mode or cart.mode
        raise NotOnPositiveList(field=f"lines[{place}].hs_code", hs_code=line.hs_code, mode=mode.value)
    return rule


def _orders(cart: Cart, taxed: tuple[LineTax, ...], law: Law) -> tuple[LawfulOrder, ...]:
    groups: dict[tuple[Mode, str], list[LineTax]] = {}
    for line, asked in zip(taxed, cart.lines, strict=True):
        groups.setdefault((asked.mode or cart.mode, asked.warehouse), []).append(line)
    has_modes = len({mode for mode, _ in groups}) > 1
    orders: list[LawfulOrder] = []
    for (mode, warehouse), lines in groups.items():
        apart = SplitReason.MODE if has_modes else SplitReason.WAREHOUSE
        between = SplitReason.WHOLE if len(groups) == 1 else apart
        within = [line for line in lines if not _is_above(line.dutiable_fen, line.quantity, law)]
        packed = _packed(within, law.single_limit_fen)
        reason = SplitReason.SINGLE_LIMIT if len(packed) > 1 else between
        orders += [_order(mode, warehouse, reason, parts) for parts in packed]
        orders += [
            _order(mode, warehouse, SplitReason.SINGLE_ITEM, [part_of(line, number, 1)])
            for line in lines
            if _is_above(line.dutiable_fen, line.quantity, law)
            for number in range(line.quantity)
        ]
    return tuple(orders)


def _order(mode: Mode, warehouse: str, reason: SplitReason, lines: Sequence[LineTax]) -> LawfulOrder:
    return LawfulOrder(
        mode=mode,
        warehouse=warehouse,
        reason=reason,
        lines=tuple(lines),
        dutiable_fen=sum(line.dutiable_fen for line in lines),
        tax_fen=sum(line.tax_fen for line in lines),
    )


def _packed(lines: Sequence[LineTax], limit: int) -> list[list[LineTax]]:
    total = sum(line.dutiable_fen for line in lines)
    if total <= limit:
        return [list(lines)] if lines else []
    by_place = {line.line: line for line in lines}
    worth: dict[Unit, int] = {
        (line.line, number): of_units(line.dutiable_fen, line.quantity, number, 1)
        for line in lines
        for number in range(line.quantity)
    }
    units = sorted(worth, key=lambda unit: (-worth[unit], unit))
    values = [worth[unit] for unit in units]
    bins = first_fit(values, limit)
    if len(units) <= EXACT_UNITS and max(bins) + 1 > -(-total // limit):
        bins = fewest(values, limit, bins)
    filled: list[list[Unit]] = [[] for _ in range(max(bins) + 1)]
    for unit, chosen in zip(units, bins, strict=True):
        filled[chosen].append(unit)
    return [_parts_of(sorted(chosen), by_place) for chosen in filled]


def _parts_of(units: Sequence[Unit], by_place: dict[int, LineTax]) -> list[LineTax]:
    """Neighbouring units of a line become one part."""
    runs: list[tuple[int, int, int]] = []
    for place, number in units:
        if runs and runs[-1][0] == place and runs[-1][1] + runs[-1][2] == number:
            runs[-1] = (place, runs[-1][1], runs[-1][2] + 1)
        else:
            runs.append((place, number, 1))
    return [part_of(by_place[place], first, count) for place, first, count in runs]


def first_fit(values: Sequence[int], limit: int) -> list[int]:
    """The bin of each value, values being in falling order: the first with room, or a new one."""
    rooms: list[int] = []
    bins: list[int] = []
    for value in values:
        chosen = next((number for number, room in enumerate(rooms) if value <= room), len(rooms))
        if chosen == len(rooms):
            rooms.append(limit)
        rooms[chosen] -= value
        bins.append(chosen)
    return bins


def fewest(values: Sequence[int], limit: int, known: list[int]) -> list[int]:
    """The bins of the least number, by search; *known* is a split to be beaten, kept when nothing does."""
    best = list(known)
    best_count = max(known) + 1
    chosen: list[int] = []
    rooms: list[int] = []

    def place(at: int) -> None:
        nonlocal best, best_count
        if len(rooms) >= best_count:
            return
        if at == len(values):
            best, best_count = list(chosen), len(rooms)
            return
        tried: set[int] = set()
        for number in range(len(rooms) + 1):
            if number == len(rooms):
                rooms.append(limit)
            room = rooms[number]
            # Two bins with the same room are the same choice.
            if values[at] <= room and room not in tried:
                tried.add(room)
                rooms[number] -= values[at]
                chosen.append(number)
                place(at + 1)
                chosen.pop()
                rooms[number] += values[at]
        rooms.pop()

    place(0)
    return best
