"""Whatever is in a cart and is promised, the sums are exact, and the order of things is of no matter."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from hongshu.kernel.ids import Id
from hongshu.store.catalog.contracts import Text
from hongshu.store.promotions.contracts import (
    FLASH_GROUP,
    AmountOff,
    BundlePrice,
    BuyN,
    Condition,
    DiscountSource,
    Effect,
    FlashOffer,
    Layer,
    LineToPrice,
    OwnedCoupon,
    PercentOff,
    PricedCart,
    Promotion,
    Scope,
)
from hongshu.store.promotions.queries import price_cart
from hongshu.store.promotions.rules.stored import condition_of, effect_of, stored_condition, stored_effect

NAME = Text(zh="满减", en="Off")
GROUPS = ("item", "order", "coupon", "other", FLASH_GROUP)
SKUS = [Id(number) for number in range(1, 9)]
amounts = st.integers(1, 200_000)


@st.composite
def effects(draw: st.DrawFn) -> Effect:
    """Any effect that staff may promise, and harsher ones."""
    which = draw(st.integers(0, 3))
    if which == 0:
        return PercentOff(draw(st.integers(1, 9_999)), draw(st.one_of(st.just(0), amounts)))
    if which == 1:
        return AmountOff(draw(amounts), draw(st.booleans()))
    if which == 2:
        units = draw(st.integers(2, 5))
        return BuyN(units, draw(st.integers(1, units - 1)), draw(st.integers(1, 10_000)))
    parts = draw(st.lists(st.sampled_from(SKUS), min_size=1, max_size=3, unique=True))
    return BundlePrice(tuple((key, draw(st.integers(1, 3))) for key in parts), draw(amounts))


@st.composite
def promotions(draw: st.DrawFn, *, key: int, by_coupon: bool = False) -> Promotion:
    """A promotion of any effect and condition."""
    scope = Scope(
        sku_ids=tuple(draw(st.lists(st.sampled_from(SKUS), max_size=3))),
        category_slugs=tuple(draw(st.lists(st.sampled_from(["lips", "care"]), max_size=1))),
        except_product_ids=tuple(draw(st.lists(st.sampled_from(SKUS), max_size=1))),
    )
    return Promotion(
        id=Id(key),
        name=NAME,
        layer=Layer.COUPON if by_coupon else draw(st.sampled_from([Layer.ITEM, Layer.ORDER])),
        condition=Condition(
            scope=scope,
            at_least_minor=draw(st.one_of(st.just(0), amounts)),
            at_least_units=draw(st.integers(0, 6)),
            is_for_members=draw(st.booleans()),
        ),
        effect=draw(effects()),
        group=draw(st.sampled_from(GROUPS[:4])),
        combines_with=tuple(draw(st.lists(st.sampled_from(GROUPS), unique=True))),
        priority=draw(st.integers(0, 2)),
        by_coupon=by_coupon,
    )


@st.composite
def carts(draw: st.DrawFn) -> dict[str, object]:
    """Everything that ``price_cart`` is given."""
    lines = [
        LineToPrice(
            key=key,
            sku_id=sku_id,
            product_id=sku_id,
            quantity=draw(st.integers(1, 5)),
            selling_minor=draw(amounts),
            category_path=(draw(st.sampled_from(["lips", "care", "home"])),),
            list_minor=draw(st.one_of(st.none(), amounts)),
            member_minor=draw(st.one_of(st.none(), amounts)),
        )
        for key, sku_id in enumerate(
            draw(st.lists(st.sampled_from(SKUS), min_size=1, max_size=5, unique=True))
        )
    ]
    flash = [
        FlashOffer(
            item_id=Id(700 + number),
            sku_id=draw(st.sampled_from(SKUS)),
            name=NAME,
            price_minor=draw(amounts),
            units=draw(st.integers(0, 4)),
            combines_with=tuple(draw(st.lists(st.sampled_from(GROUPS[:4]), unique=True))),
        )
        for number in range(draw(st.integers(0, 3)))
    ]
    coupons = [
        OwnedCoupon(Id(900 + number), draw(promotions(key=500 + number, by_coupon=True)))
        for number in range(draw(st.integers(0, 2)))
    ]
    return {
        "lines": lines,
        "promotions": [draw(promotions(key=100 + number)) for number in range(draw(st.integers(0, 4)))],
        "coupons": coupons,
        "flash": flash,
        "is_member": draw(st.booleans()),
    }


def _priced(cart: dict[str, object]) -> PricedCart:
    return price_cart(**cart)  # type: ignore[arg-type]


@given(carts())
@settings(max_examples=250, deadline=None)
def test_sums_are_exact_and_no_unit_costs_less_than_one_fen(cart: dict[str, object]) -> None:
    priced = _priced(cart)
    for line in priced.lines:
        assert all(off.amount_minor > 0 for off in line.discounts)
        assert line.total_minor == line.before_minor - sum(off.amount_minor for off in line.discounts)
        assert line.total_minor >= line.quantity
        assert sum(line.unit_minors) == line.total_minor
        assert len(line.unit_minors) == line.quantity
        assert max(line.unit_minors) - min(line.unit_minors) <= 1
        assert line.list_minor >= line.before_minor
    assert priced.total_minor == sum(line.total_minor for line in priced.lines)
    assert priced.discount_minor == priced.before_minor - priced.total_minor
    assert priced.discount_minor == sum(off.amount_minor for off in priced.by_source)


@given(carts(), st.randoms(use_true_random=False))
@settings(max_examples=250, deadline=None)
def test_the_order_in_which_things_are_given_changes_no_price(
    cart: dict[str, object], random: object
) -> None:
    def shuffled(values: object) -> object:
        if not isinstance(values, list):
            return values
        other = list(values)
        random.shuffle(other)  # type: ignore[attr-defined]
        return other

    one = {line.key: line for line in _priced(cart).lines}
    other = {
        line.key: line for line in _priced({name: shuffled(values) for name, values in cart.items()}).lines
    }
    assert one == other


@given(carts())
@settings(max_examples=150, deadline=None)
def test_two_promotions_stand_on_a_line_only_if_each_allows_the_other(cart: dict[str, object]) -> None:
    named = {one.id: one for one in cart["promotions"]}  # type: ignore[attr-defined]
    named |= {one.id: one.promotion for one in cart["coupons"]}  # type: ignore[attr-defined]
    for line in _priced(cart).lines:
        on_it = [named[Id(off.source_id)] for off in line.discounts if off.source_id in named]
        for place, one in enumerate(on_it):
            for other in on_it[place + 1 :]:
                assert other.group in one.combines_with
                assert one.group in other.combines_with


@given(carts())
@settings(max_examples=150, deadline=None)
def test_a_flash_sale_gives_no_more_units_than_it_has(cart: dict[str, object]) -> None:
    priced = _priced(cart)
    left = {offer.item_id: offer.units for offer in cart["flash"]}  # type: ignore[attr-defined]
    for line in priced.lines:
        if line.flash_item_id is not None:
            left[line.flash_item_id] -= line.flash_units
            assert 0 < line.flash_units <= line.quantity
            assert any(off.source is DiscountSource.FLASH for off in line.discounts)
    assert all(units >= 0 for units in left.values())


@given(carts())
@settings(max_examples=100, deadline=None)
def test_what_the_database_keeps_of_a_promotion_is_the_promotion(cart: dict[str, object]) -> None:
    for one in cart["promotions"]:  # type: ignore[attr-defined]
        kept = replace(
            one,
            condition=condition_of(stored_condition(one.condition)),
            effect=effect_of(stored_effect(one.effect)),
        )
        assert kept == one


def _line(key: int, minor: int, quantity: int = 1, **more: object) -> LineToPrice:
    return LineToPrice(
        key=key,
        sku_id=Id(key),
        product_id=Id(key),
        quantity=quantity,
        selling_minor=minor,
        **more,  # type: ignore[arg-type]
    )


def _promotion(key: int, effect: Effect, layer: Layer = Layer.ORDER, **more: object) -> Promotion:
    values: dict[str, object] = {"condition": Condition(), "group": layer.value, **more}
    return Promotion(id=Id(key), name=NAME, layer=layer, effect=effect, **values)  # type: ignore[arg-type]


def test_three_hundred_less_forty_is_split_by_what_lines_cost_to_the_fen() -> None:
    off = _promotion(1, AmountOff(4_000), condition=Condition(at_least_minor=30_000))
    priced = price_cart(lines=[_line(1, 10_000), _line(2, 10_000), _line(3, 10_001)], promotions=[off])
    assert [line.total_minor for line in priced.lines] == [8_667, 8_667, 8_667]
    assert priced.total_minor == 26_001


def test_of_two_steps_the_higher_one_is_given_and_the_next_is_told() -> None:
    steps = [
        _promotion(key, AmountOff(off), condition=Condition(at_least_minor=least))
        for key, least, off in ((1, 30_000, 4_000), (2, 60_000, 10_000), (3, 100_000, 20_000))
    ]
    priced = price_cart(lines=[_line(1, 65_000)], promotions=steps)
    assert priced.discount_minor == 10_000
    [next_step] = priced.within_reach
    assert (next_step.promotion_id, next_step.missing_minor, next_step.gives_minor) == (3, 35_000, 20_000)


def test_for_every_three_hundred_counts_each_time() -> None:
    off = _promotion(1, AmountOff(4_000, repeats=True), condition=Condition(at_least_minor=30_000))
    assert price_cart(lines=[_line(1, 31_000, 2)], promotions=[off]).discount_minor == 8_000


def test_the_cheapest_of_three_is_free_but_for_a_fen_and_all_three_bear_it() -> None:
    free = _promotion(1, BuyN(3), Layer.ITEM)
    priced = price_cart(lines=[_line(1, 9_000, 2), _line(2, 3_000)], promotions=[free])
    assert priced.discount_minor == 3_000
    assert [line.total_minor for line in priced.lines] == [15_429, 2_571]


def test_the_second_at_half_price() -> None:
    half = _promotion(1, BuyN(2, 1, 5_000), Layer.ITEM)
    assert price_cart(lines=[_line(1, 5_000, 5)], promotions=[half]).discount_minor == 5_000


def test_a_bundle_costs_its_price_as_often_as_it_is_whole() -> None:
    bundle = _promotion(1, BundlePrice(((Id(1), 1), (Id(2), 2)), 10_000), Layer.ITEM)
    priced = price_cart(lines=[_line(1, 8_000, 2), _line(2, 3_000, 5)], promotions=[bundle])
    assert priced.discount_minor == 2 * (8_000 + 6_000 - 10_000)


def test_a_percentage_by_coupon_is_capped_and_comes_after_the_threshold() -> None:
    off = _promotion(
        1, AmountOff(4_000), condition=Condition(at_least_minor=30_000), combines_with=("coupon",)
    )
    percent = _promotion(2, PercentOff(2_000, 5_000), Layer.COUPON, combines_with=("order",), by_coupon=True)
    priced = price_cart(lines=[_line(1, 30_000)], promotions=[off], coupons=[OwnedCoupon(Id(9), percent)])
    assert priced.total_minor == 30_000 - 4_000 - 5_000
    assert priced.coupons_used == (9,)


def test_a_coupon_that_may_not_stand_beside_a_flash_price_gives_nothing_on_that_line() -> None:
    offer = FlashOffer(Id(70), Id(1), NAME, 5_000, 1)
    percent = _promotion(2, PercentOff(1_000), Layer.COUPON, by_coupon=True)
    priced = price_cart(
        lines=[_line(1, 9_000), _line(2, 10_000)], coupons=[OwnedCoupon(Id(9), percent)], flash=[offer]
    )
    assert [line.total_minor for line in priced.lines] == [5_000, 9_000]


def test_members_pay_the_members_price_and_others_do_not() -> None:
    line = _line(1, 9_000, 2, member_minor=8_500)
    assert price_cart(lines=[line]).total_minor == 18_000
    assert price_cart(lines=[line], is_member=True).total_minor == 17_000


def test_even_a_coupon_for_more_than_the_goods_leaves_one_fen_a_unit() -> None:
    off = _promotion(2, AmountOff(999_999), Layer.COUPON, by_coupon=True)
    priced = price_cart(lines=[_line(1, 50, 3), _line(2, 1)], coupons=[OwnedCoupon(Id(9), off)])
    assert [line.total_minor for line in priced.lines] == [3, 1]
