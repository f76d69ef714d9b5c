"""The order's machine, declared once: everybody who moves an order asks here."""

from __future__ import annotations

from hongshu.store.trade.contracts import Actor, OrderMode, OrderState, WrongOrderState

S = OrderState
FIRST = S.PLACED

# What may follow what. From abroad customs stand between the payment and the warehouse.
_AFTER: dict[OrderState, tuple[OrderState, ...]] = {
    S.PLACED: (S.PAID, S.CANCELLED),
    S.PAID: (S.ALLOCATED, S.DECLARED, S.CANCELLED),
    S.DECLARED: (S.RELEASED, S.REFUSED, S.CANCELLED),
    S.RELEASED: (S.ALLOCATED,),
    S.ALLOCATED: (S.PACKED, S.CANCELLED),
    S.PACKED: (S.SHIPPED,),
    S.SHIPPED: (S.DELIVERED,),
    S.DELIVERED: (S.COMPLETED,),
    S.COMPLETED: (),
    S.CANCELLED: (),
    S.REFUSED: (),
}
_ONLY_FROM_ABROAD = frozenset({(S.PAID, S.DECLARED)})
_ONLY_DOMESTIC = frozenset({(S.PAID, S.ALLOCATED)})
# Who may cancel from where. What customs have let go is in the buyer's name: it comes back as a return.
_CANCELS: dict[Actor, frozenset[tuple[OrderState, bool]]] = {
    Actor.BUYER: frozenset(
        {(S.PLACED, False), (S.PLACED, True), (S.PAID, False), (S.PAID, True), (S.ALLOCATED, False)}
    ),
    Actor.STAFF: frozenset(
        {
            *((S.PLACED, is_abroad) for is_abroad in (False, True)),
            *((S.PAID, is_abroad) for is_abroad in (False, True)),
            (S.ALLOCATED, False),
        }
    ),
}
ENDS = frozenset({S.CANCELLED, S.REFUSED, S.COMPLETED})
# Its money is there and has not gone back as a whole.
HAS_LEFT = frozenset({S.SHIPPED, S.DELIVERED, S.COMPLETED})
UNPAID = frozenset({S.PLACED})


def next_states(state: OrderState, mode: OrderMode) -> tuple[OrderState, ...]:
    """What may follow, for an order of that mode."""
    barred = _ONLY_FROM_ABROAD if mode is OrderMode.DOMESTIC else _ONLY_DOMESTIC
    return tuple(to for to in _AFTER[state] if (state, to) not in barred)


def check_move(state: OrderState, to: OrderState, mode: OrderMode) -> None:
    """Raises WrongOrderState."""
    if to not in next_states(state, mode):
        raise WrongOrderState(state=state.value, to=to.value)


def may_cancel(state: OrderState, mode: OrderMode, actor: Actor) -> bool:
    """Whether *actor* may cancel now. The program itself and customs may wherever the machine lets them."""
    if actor in _CANCELS:
        return (state, mode is not OrderMode.DOMESTIC) in _CANCELS[actor]
    return S.CANCELLED in next_states(state, mode)


def way_of(mode: OrderMode) -> tuple[OrderState, ...]:
    """The states of an order that goes well, from the first to the last."""
    way = [FIRST]
    while following := [to for to in next_states(way[-1], mode) if to not in (S.CANCELLED, S.REFUSED)]:
        way.append(following[0])
    return tuple(way)
