"""The analysts' page of figures: what stock is worth, how long it lies and keeps, how fast it turns.

Every plot has its table beside it, and the table as CSV.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from hongshu.flows.pages.contracts import PageNotFound
from hongshu.flows.pages.contracts.figures import FiguresPage
from hongshu.flows.pages.queries.figures import figures_page
from hongshu.kernel.money import Money
from hongshu.store.inventory.contracts import DayBand
from hongshu.surfaces.console import desk
from hongshu.surfaces.console.pages import page
from hongshu.surfaces.console.plots import Plot, plot_of
from hongshu.surfaces.console.stockroom_names import amount

Cell = str | int


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A plot with its table."""

    plot: Plot
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@require_safe
@desk.only_for(desk.SEE_COST)
def figures(request: HttpRequest) -> HttpResponse:
    """All figures as they are now."""
    found = figures_page(language=desk.language())
    return page(request, "figures.html", title=_("Figures"), parts=_parts(found), total=found.figures.total)


@require_safe
@desk.only_for(desk.SEE_COST)
def figures_csv(request: HttpRequest, part: str) -> HttpResponse:
    """The table of one plot, which a spreadsheet opens."""
    found = {one.plot.name: one for one in _parts(figures_page(language=desk.language()), is_plain=True)}
    if part not in found:
        raise PageNotFound
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{part}.csv"'
    response["Cache-Control"] = "private, no-store"
    writer = csv.writer(response)
    writer.writerow(found[part].columns)
    writer.writerows(found[part].rows)
    return response


def _parts(found: FiguresPage, *, is_plain: bool = False) -> tuple[Part, ...]:
    return (
        _values(found, is_plain=is_plain),
        _ages(found, is_plain=is_plain),
        _expiries(found, is_plain=is_plain),
        _months(found, is_plain=is_plain),
    )


def _values(found: FiguresPage, *, is_plain: bool) -> Part:
    rows = [(found.names[each.warehouse_id], each) for each in found.figures.warehouses]
    most = max(rows, key=lambda row: row[1].total.amount_minor, default=None)
    told = _("Nothing lies in any warehouse.")
    if most is not None:
        told = _("%(name)s holds the most: %(value)s of %(total)s.") % {
            "name": most[0],
            "value": amount(most[1].total),
            "total": amount(found.figures.total),
        }
    return Part(
        plot=plot_of(
            "value",
            _("What stock is worth, by warehouse"),
            told,
            [(name, each.total.amount_minor, amount(each.total)) for name, each in rows],
        ),
        columns=(_("Warehouse"), _("Units"), _("Sellable"), _("Reserved"), _("Quarantined"), _("All")),
        rows=tuple(
            (
                name,
                each.units,
                *(
                    _money(one, is_plain)
                    for one in (each.sellable, each.reserved, each.quarantined, each.total)
                ),
            )
            for name, each in rows
        ),
    )


def _ages(found: FiguresPage, *, is_plain: bool) -> Part:
    bands = found.figures.ages
    old = sum((band.value for band in bands if (band.from_days or 0) > 180), Money(0))
    told = _("%(value)s of stock has been here for more than 180 days.") % {"value": amount(old)}
    rows = [(_days(band), band) for band in bands]
    return _banded("age", _("How long stock has been here"), told, rows, is_plain=is_plain)


def _expiries(found: FiguresPage, *, is_plain: bool) -> Part:
    bands = found.figures.expiries
    ended, soon = bands[0].value, bands[1].value
    told = _("%(ended)s has expired; %(soon)s expires within 30 days.") % {
        "ended": amount(ended),
        "soon": amount(soon),
    }
    rows = [(_("expired") if band.from_days is None else _days(band), band) for band in bands]
    rows.append((_("does not expire"), found.figures.never_expiring))
    return _banded("expiry", _("How long stock still keeps"), told, rows, is_plain=is_plain)


def _banded(name: str, title: str, told: str, rows: Sequence[tuple[str, DayBand]], *, is_plain: bool) -> Part:
    return Part(
        plot=plot_of(
            name, title, told, [(words, band.value.amount_minor, amount(band.value)) for words, band in rows]
        ),
        columns=(_("Days"), _("Units"), _("Value")),
        rows=tuple((words, band.units, _money(band.value, is_plain)) for words, band in rows),
    )


def _months(found: FiguresPage, *, is_plain: bool) -> Part:
    months = found.figures.months
    sold = sum((month.sold for month in months), Money(0))
    told = _("In %(num)s months goods were sold that had cost %(value)s.") % {
        "num": len(months),
        "value": amount(sold),
    }
    return Part(
        plot=plot_of(
            "turnover",
            _("What was sold each month, at cost"),
            told,
            [(f"{month.first_day:%Y-%m}", month.sold.amount_minor, amount(month.sold)) for month in months],
        ),
        columns=(_("Month"), _("Units sold"), _("Their cost"), _("Stock at the end"), _("Turnover")),
        rows=tuple(
            (
                f"{month.first_day:%Y-%m}",
                month.sold_units,
                _money(month.sold, is_plain),
                _money(month.stock_at_end, is_plain),
                "" if month.turnover is None else f"{month.turnover:.2f}",
            )
            for month in months
        ),
    )


def _money(value: Money, is_plain: bool) -> str:
    # A spreadsheet reckons with bare numbers; people read groups of three, and the currency above the table.
    return str(value.amount) if is_plain else f"{value.amount:,.2f}"


def _days(band: DayBand) -> str:
    if band.to_days is None:
        return _("more than %(num)s days") % {"num": (band.from_days or 0) - 1}
    span = f"{band.from_days}–{band.to_days}"
    return ngettext("%(span)s day", "%(span)s days", band.to_days) % {"span": span}
