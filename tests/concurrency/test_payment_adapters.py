"""What every payment provider does, tried with each adapter against the sandbox's process over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.support.payment_sandbox import Sandbox, ask
from tests.support.waiting import await_true

from hongshu.kernel.errors import OutsideFailure
from hongshu.kernel.money import Money
from hongshu.store.payments.adapters.accounts import AccountError, read_alipay, read_wechat, sandbox_keys
from hongshu.store.payments.adapters.china import CHINA
from hongshu.store.payments.adapters.wechat import Wechat
from hongshu.store.payments.contracts import Device, Provider, StatementLine
from hongshu.store.payments.ports import PaymentProvider, PayOrder, RefundOrder, RefundProgress, TradeState

SHOP = "http://127.0.0.1:9/payments/notify"
_count = iter(range(1, 10_000))


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    running = Sandbox(tmp_path_factory.mktemp("sandbox"))
    running.start()
    yield running
    running.kill()


@pytest.fixture(params=list(Provider), ids=lambda provider: provider.value)
def port(request: pytest.FixtureRequest, sandbox: Sandbox) -> Iterator[PaymentProvider]:
    yield sandbox.providers[request.param]
    sandbox.whim()


def order(**changes: object) -> PayOrder:
    values: dict[str, object] = {
        "number": f"HStest{datetime.now(tz=UTC):%H%M%S}{next(_count)}",
        "amount": Money(12_210),
        "subject": "红书订单 & “A=1+1%”",
        "expires_at": datetime.now(tz=UTC) + timedelta(minutes=15),
        "return_url": "http://localhost:9/orders?from=pay&x=1",
        "notify_url": SHOP,
        "device": Device.COMPUTER,
    }
    return PayOrder(**{**values, **changes})  # type: ignore[arg-type]


def paid(port: PaymentProvider, sandbox: Sandbox, **changes: object) -> PayOrder:
    asked = order(**changes)
    assert sandbox.pay(port.start(asked).page.url).status in (200, 303)
    return asked


def refund(of: PayOrder, fen: int, number: str = "", **changes: object) -> RefundOrder:
    values: dict[str, object] = {
        "number": number or f"{of.number}R{next(_count)}",
        "payment_number": of.number,
        "amount": Money(fen),
        "whole": of.amount,
        "reason": "退货",
        "notify_url": SHOP,
    }
    return RefundOrder(**{**values, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize("device", list(Device))
def test_what_a_buyer_pays_is_found_with_its_amount(
    port: PaymentProvider, sandbox: Sandbox, device: Device
) -> None:
    asked = order(device=device)
    started = port.start(asked)
    assert asked.number.encode() in started.raw.request
    sandbox.page_of(started.page.url)
    assert port.find(asked.number).state is TradeState.PENDING
    sandbox.pay(started.page.url)
    found = port.find(asked.number)
    assert (found.state, found.amount, found.merchant) == (TradeState.CAPTURED, asked.amount, port.merchant)
    assert found.transaction_id
    assert b"12210" in found.raw.response or b"122.10" in found.raw.response


def test_a_buyer_comes_back_to_the_shop(port: PaymentProvider, sandbox: Sandbox) -> None:
    said = sandbox.pay(port.start(order(device=Device.PHONE)).page.url)
    assert said.status == 303
    assert said.headers["location"].startswith("http://localhost:9/orders?from=pay&x=1")


def test_starting_again_is_the_same_payment(port: PaymentProvider, sandbox: Sandbox) -> None:
    asked = order()
    first, second = (sandbox.page_of(port.start(asked).page.url) for _ in range(2))
    assert first == second


def test_what_nobody_heard_of_is_unknown_and_can_be_closed(port: PaymentProvider) -> None:
    number = order().number
    assert port.find(number).state is TradeState.UNKNOWN
    port.close(number)
    assert port.find(number).state is TradeState.UNKNOWN
    assert port.find_refund(number="no", payment_number=number).progress is RefundProgress.UNKNOWN


def test_a_closed_payment_is_not_paid_any_more(port: PaymentProvider, sandbox: Sandbox) -> None:
    asked = order()
    page = sandbox.page_of(port.start(asked).page.url)
    port.close(asked.number)
    assert port.find(asked.number).state is TradeState.CLOSED
    assert sandbox.pay(page).status == 410
    assert port.find(asked.number).state is TradeState.CLOSED


def test_closing_what_is_paid_changes_nothing(port: PaymentProvider, sandbox: Sandbox) -> None:
    asked = paid(port, sandbox)
    port.close(asked.number)
    assert port.find(asked.number).state is TradeState.CAPTURED


def test_after_its_time_nobody_pays(port: PaymentProvider, sandbox: Sandbox) -> None:
    asked = order(expires_at=datetime.now(tz=UTC) + timedelta(seconds=2))
    page = sandbox.page_of(port.start(asked).page.url)
    await_true(lambda: port.find(asked.number).state is TradeState.CLOSED, "its time has run out")
    assert sandbox.pay(page).status == 410


def test_a_refund_under_the_same_number_is_one_refund(port: PaymentProvider, sandbox: Sandbox) -> None:
    asked = paid(port, sandbox)
    part = refund(asked, 2_310)
    assert port.refund(part).progress is RefundProgress.SETTLED
    again = port.refund(part)
    assert again.progress in (RefundProgress.SETTLED, RefundProgress.PENDING)
    found = port.find_refund(number=part.number, payment_number=asked.number)
    assert (found.progress, found.amount) == (RefundProgress.SETTLED, Money(2_310))
    rest = refund(asked, 9_900)
    assert port.refund(rest).progress is RefundProgress.SETTLED
    assert port.find(asked.number).state is TradeState.CAPTURED
    assert port.refund(refund(asked, 1)).progress is RefundProgress.FAILED


def test_a_slow_refund_is_on_its_way_first(port: PaymentProvider, sandbox: Sandbox) -> None:
    asked = paid(port, sandbox)
    sandbox.whim(refund_late_s=600)
    part = refund(asked, 100)
    assert port.refund(part).progress is RefundProgress.PENDING
    found = port.find_refund(number=part.number, payment_number=asked.number)
    assert found.progress is RefundProgress.PENDING


def test_a_refund_that_is_turned_away_has_failed(port: PaymentProvider, sandbox: Sandbox) -> None:
    asked = paid(port, sandbox)
    sandbox.whim(refuse_refunds=True)
    assert port.refund(refund(asked, 100)).progress is RefundProgress.FAILED
    unpaid = order()
    port.start(unpaid)
    assert port.refund(refund(unpaid, 100)).progress is RefundProgress.FAILED


def test_a_provider_that_is_down_may_be_asked_again(port: PaymentProvider, sandbox: Sandbox) -> None:
    sandbox.whim(is_down=True)
    with pytest.raises(OutsideFailure) as failure:
        port.find("HSx")
    assert failure.value.retryable


def test_nobody_at_the_address_may_be_asked_again(tmp_path: Path) -> None:
    for port in Sandbox(tmp_path).providers.values():
        with pytest.raises(OutsideFailure) as failure:
            port.find("HSx")
        assert failure.value.retryable


def test_a_shop_with_another_key_is_turned_away_for_good(sandbox: Sandbox, tmp_path: Path) -> None:
    impostor = Sandbox(tmp_path)
    impostor.port = sandbox.port
    for port in impostor.providers.values():
        with pytest.raises(OutsideFailure) as failure:
            port.find("HSx")
        assert not failure.value.retryable


def test_an_answer_of_somebody_else_is_not_believed(sandbox: Sandbox, tmp_path: Path) -> None:
    from hongshu.store.payments.adapters import accounts, alipay

    there, other = sandbox_keys(sandbox.folder), sandbox_keys(tmp_path)
    mixed = accounts.SandboxKeys(
        alipay_shop=there.alipay_shop,
        alipay=other.alipay,
        wechat_shop=there.wechat_shop,
        wechat=other.wechat,
        wechat_secret=there.wechat_secret,
    )
    account = accounts.sandbox_alipay(mixed, port=sandbox.port, pages_url=sandbox.url)
    with pytest.raises(OutsideFailure, match="not signed by Alipay"):
        alipay.Alipay(account).find("HSx")
    asked = paid(sandbox.providers[Provider.WECHAT], sandbox)
    with pytest.raises(OutsideFailure, match="signature"):
        Wechat(accounts.sandbox_wechat(mixed, port=sandbox.port)).find(asked.number)


def test_the_statement_of_a_day_has_every_payment_and_refund(port: PaymentProvider, sandbox: Sandbox) -> None:
    asked = paid(port, sandbox)
    part = refund(asked, 1_000)
    port.refund(part)
    transaction = port.find(asked.number).transaction_id
    lines = port.statement(datetime.now(tz=CHINA).date())
    told = {"transaction_id": transaction}
    assert (
        StatementLine(kind="capture", number=asked.number, amount=Money(12_210), fee_minor=73, **told)
        in lines
    )
    assert (
        StatementLine(kind="refund", number=part.number, amount=Money(1_000), fee_minor=-6, **told) in lines
    )
    assert port.statement(datetime.now(tz=CHINA).date() - timedelta(days=40)) == ()


def test_a_forged_or_torn_address_opens_no_pay_page(sandbox: Sandbox) -> None:
    url = sandbox.providers[Provider.ALIPAY].start(order()).page.url
    assert ask(url.replace("122.10", "0.01")).status == 403
    assert ask(f"{sandbox.url}/sandbox/pay/nobodyknows").status == 404


def test_an_account_that_is_not_whole_says_which_file_lacks_what(tmp_path: Path) -> None:
    (tmp_path / "alipay.json").write_text('{"app_id": "1"}')
    with pytest.raises(AccountError, match="seller_id"):
        read_alipay(tmp_path)
    with pytest.raises(AccountError, match=r"wechat\.json: cannot be read"):
        read_wechat(tmp_path)
