"""What the demo world has sold before anybody looks: units that are gone, with printed codes to look at, and
the exchange rates of its suppliers' currencies.
"""

from __future__ import annotations

from datetime import timedelta

from hongshu.flows.demo_world.stocking_plan import read_buying
from hongshu.kernel import clock
from hongshu.kernel.ids import Id
from hongshu.kernel.money import Money
from hongshu.store.catalog.contracts import Rate
from hongshu.store.catalog.queries import list_rates
from hongshu.store.catalog.services import save_rates
from hongshu.store.inventory import services
from hongshu.store.inventory.contracts import Lot
from hongshu.store.provenance.services import issue_codes

_HOLDER = "demo"
# So many units of a lot that is gone have a label that can be looked at.
_PRINTED = 2


def save_rates_of_suppliers() -> None:
    """What a supplier's currency is worth, so that pages can compare prices that members paid abroad."""
    if list_rates(limit=1):
        return
    content = read_buying()
    on = clock.now().date() - timedelta(days=2)
    rates = {content.suppliers[code].currency: rate for code, rate in content.rates.items()}
    # What we sell in is worth itself.
    rates.pop(Money(0).currency, None)
    save_rates([Rate(currency, on, rate, "the demo world") for currency, rate in rates.items()])


def hold(lot: Lot, units: int) -> None:
    """Somebody holds units of the lot's SKU for good."""
    services.take_stock(wanted={lot.sku_id: units}, holder_kind=_HOLDER, holder_id=lot.id, hold_s=3600)
    services.confirm_hold(holder_kind=_HOLDER, holder_id=lot.id)


def sell(lot: Lot, units: int) -> None:
    """Units of the lot's SKU have gone to somebody, with codes on their labels."""
    holder_id = lot.sku_id
    taken = services.take_stock(
        wanted={lot.sku_id: units}, holder_kind=_HOLDER, holder_id=holder_id, hold_s=3600
    )
    services.sell_hold(holder_kind=_HOLDER, holder_id=holder_id)
    of_lot = sum(each.quantity for each in taken if each.lot_id == lot.id)
    if of_lot:
        # There is no order of the trade behind them: the lot stands for the line.
        issue_codes(
            order_line_id=Id(lot.id),
            lot_id=lot.id,
            units=min(_PRINTED, of_lot),
            month=clock.business_day(),
        )
