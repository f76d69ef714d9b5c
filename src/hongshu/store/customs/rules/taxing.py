"""The tax of a line, in integers: a rational number is rounded once, half-up, at its end."""

from __future__ import annotations

from hongshu.store.customs.contracts import (
    MILLION,
    Condition,
    ContentNeeded,
    ContentUnit,
    Law,
    LineTax,
    QuoteLine,
    TaxRule,
)
from hongshu.store.customs.rules.apportioning import apportion, of_units


def consumption_rate(line: QuoteLine, rule: TaxRule, dutiable_fen: int, law: Law, place: int = 0) -> int:
    """The consumption tax rate of a line, in millionths, by its dutiable price before VAT."""
    rate = rule.consumption_millionths
    if not rate or rule.condition is Condition.ALWAYS:
        return rate
    if rule.condition is Condition.COSTLY_WATCH:
        return rate if dutiable_fen >= law.watch_fen * line.quantity else 0
    if line.content is None or line.content_unit is None:
        raise ContentNeeded(field=f"lines[{place}].content", hs_code=line.hs_code)
    is_counted = line.content_unit in (ContentUnit.PIECE, ContentUnit.SHEET)
    each = law.cosmetics_per_piece_fen if is_counted else law.cosmetics_per_measure_fen
    numerator, denominator = line.content.as_integer_ratio()
    return rate if dutiable_fen * denominator >= each * line.quantity * numerator else 0


def tax_line(
    line: QuoteLine, rule: TaxRule, dutiable_fen: int, law: Law, *, place: int, is_above_single_limit: bool
) -> LineTax:
    """Tax a whole line of a cart.

    The sum is rounded half-up to the fen; its parts (tariff, consumption, VAT) are the exact parts rounded
    down, and the fen that are left go to the largest remainders, so that they add up to the sum.
    """
    consumption = consumption_rate(line, rule, dutiable_fen, law, place)
    vat = rule.vat_millionths
    tariff, factor = (
        (rule.tariff_millionths, MILLION) if is_above_single_limit else (0, law.factor_millionths)
    )
    # Everything over the one denominator (1 - c) * 10^18, so that nothing is rounded on the way.
    under = MILLION - consumption
    base = dutiable_fen * (MILLION + tariff) * factor
    exact_tariff = dutiable_fen * tariff * under * MILLION
    exact_consumption = base * consumption
    exact_vat = base * vat
    denominator = under * MILLION * MILLION
    exact = exact_tariff + exact_consumption + exact_vat
    tax = (2 * exact + denominator) // (2 * denominator)
    parts = _parts(tax, (exact_tariff, exact_consumption, exact_vat))
    return LineTax(
        line=place, first_unit=0, quantity=line.quantity, dutiable_fen=dutiable_fen,
        tariff_fen=parts[0], consumption_fen=parts[1], vat_fen=parts[2], tax_fen=tax,
        tariff_millionths=tariff, vat_millionths=vat, consumption_millionths=consumption,
        factor_millionths=factor, rule=rule.version,
    )  # fmt: skip


def part_of(line: LineTax, first: int, count: int) -> LineTax:
    """What is charged for some units of a taxed whole line: never computed anew, only shared out.

    A fen is shared by the unit's number, for each part by itself, so all parts of the line add up.
    """
    if first == 0 and count == line.quantity:
        return line
    tariff, vat, consumption, dutiable = (
        of_units(amount, line.quantity, first, count)
        for amount in (line.tariff_fen, line.vat_fen, line.consumption_fen, line.dutiable_fen)
    )
    return LineTax(
        line=line.line, first_unit=line.first_unit + first, quantity=count, dutiable_fen=dutiable,
        tariff_fen=tariff, vat_fen=vat, consumption_fen=consumption, tax_fen=tariff + vat + consumption,
        tariff_millionths=line.tariff_millionths, vat_millionths=line.vat_millionths,
        consumption_millionths=line.consumption_millionths, factor_millionths=line.factor_millionths,
        rule=line.rule,
    )  # fmt: skip


def refund_of(line: LineTax, *, refunded: int, count: int) -> LineTax:
    """What is given back for *count* more units of a charged line of which *refunded* went back before."""
    return part_of(line, refunded, count)


def _parts(tax: int, exact: tuple[int, int, int]) -> list[int]:
    return apportion(tax, exact)
