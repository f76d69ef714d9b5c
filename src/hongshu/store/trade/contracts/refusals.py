"""Refusals of checkouts and orders."""

from __future__ import annotations

from hongshu.kernel.errors import DomainError, NotFound, RefusalKind


class CheckoutNotFound(NotFound):
    """This member has no such checkout."""

    code = "checkout_not_found"


class OrderNotFound(NotFound):
    """No order, or another member's."""

    code = "order_not_found"


class NothingToBuy(DomainError):
    """Nothing of what was chosen can be bought."""

    code = "nothing_to_buy"
    kind = RefusalKind.CONFLICT


class AddressNeeded(DomainError):
    """Where should it go?"""

    code = "address_needed"
    kind = RefusalKind.CONFLICT


class IdentityNeeded(DomainError):
    """Goods from abroad are ordered under the buyer's real name."""

    code = "identity_needed"
    kind = RefusalKind.CONFLICT


class CannotShipThere(DomainError):
    """Goods that customs have to let go are sent within China only; other countries have no freight yet."""

    code = "cannot_ship_there"
    kind = RefusalKind.CONFLICT


class PriceChanged(DomainError):
    """A price or a promotion has changed since the checkout was prepared: it is shown anew first."""

    code = "price_changed"
    kind = RefusalKind.CONFLICT


class CheckoutChanged(DomainError):
    """The checkout was prepared anew meanwhile, or is too old: it is shown anew first."""

    code = "checkout_changed"
    kind = RefusalKind.CONFLICT


class CheckoutPlaced(DomainError):
    """The checkout has become orders already."""

    code = "checkout_placed"
    kind = RefusalKind.CONFLICT


class WrongOrderState(DomainError):
    """The order is not in a state in which this can be done. Details: ``state``, ``to``."""

    code = "wrong_order_state"
    kind = RefusalKind.CONFLICT


class CannotCancel(DomainError):
    """It is too late for that: it is on its way, or with customs. Details: ``state``."""

    code = "cannot_cancel_order"
    kind = RefusalKind.CONFLICT


class InvalidOrderRefund(DomainError):
    """Nothing, a line of another order, or more units than are left. Details: ``why``."""

    code = "invalid_order_refund"


class OrderRefundConflict(DomainError):
    """The key was used for something else."""

    code = "order_refund_conflict"
    kind = RefusalKind.CONFLICT
