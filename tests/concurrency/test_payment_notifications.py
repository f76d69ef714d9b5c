"""Payments against the sandbox's process: real signatures, real HTTP both ways, whatever comes how often."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread
from urllib.parse import parse_qsl, urlencode

import pytest
from django.db import connections
from pytest_django.live_server_helper import LiveServer
from tests.support.paying import PAYER, opened
from tests.support.payment_sandbox import Said, Sandbox, ask
from tests.support.waiting import await_true

from hongshu.kernel import clock
from hongshu.kernel.ids import Id
from hongshu.kernel.models import OutboxEvent
from hongshu.kernel.money import Money
from hongshu.store.ledger.contracts import Account
from hongshu.store.ledger.queries import list_balances, list_transfers
from hongshu.store.payments import adapters
from hongshu.store.payments.adapters.accounts import public_pem, sandbox_keys
from hongshu.store.payments.adapters.china import CHINA, text_of
from hongshu.store.payments.adapters.sandbox.signing import Signing
from hongshu.store.payments.contracts import (
    Device,
    Payment,
    PaymentNotFound,
    PaymentNotOpen,
    PaymentState,
    Provider,
    ProviderUnavailable,
    RefundState,
)
from hongshu.store.payments.models import AttemptRow, NotificationRow, PartRow, PaymentRow, RefundRow
from hongshu.store.payments.queries import (
    get_payment,
    list_exchanges,
    list_refunds_of_orders,
    list_statement,
    list_suspicions,
    list_waiting_refunds,
)
from hongshu.store.payments.services import (
    ask_after,
    change_provider,
    close_payment,
    poll_missing,
    post_fees,
    refund_part,
    send_refunds,
    start_payment,
    take_notification,
)

pytestmark = pytest.mark.django_db(transaction=True)
FORM = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    sandbox = Sandbox(tmp_path_factory.mktemp("sandbox"))
    sandbox.start()
    yield sandbox
    sandbox.kill()


@pytest.fixture
def sandbox(running: Sandbox, live_server: LiveServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sandbox]:
    monkeypatch.setattr(adapters, "current_provider", lambda provider: running.providers[provider])
    monkeypatch.setattr(
        "hongshu.store.payments.services.asking.notify_url", lambda provider: notify(live_server, provider)
    )
    yield running
    running.whim()


both = pytest.mark.parametrize("provider", list(Provider), ids=lambda provider: provider.value)


def notify(server: LiveServer, provider: Provider) -> str:
    return f"{server.url}/payments/notify/{provider.value}"


def page(payment: Payment) -> str:
    return start_payment(
        payment_id=payment.id,
        payer_user_id=PAYER,
        return_url="http://localhost:9/back",
        device=Device.COMPUTER,
    ).url


def comes_to(payment: Payment, state: PaymentState) -> Payment:
    await_true(lambda: get_payment(payment.checkout_id).state is state, f"the payment is {state.value}")
    return get_payment(payment.checkout_id)


def paid(sandbox: Sandbox, provider: Provider, *fen: int) -> Payment:
    payment = opened(*fen, provider=provider)
    sandbox.pay(page(payment))
    return comes_to(payment, PaymentState.CAPTURED)


def due_now() -> None:
    """Let everything that waits for its next try be due, as time does."""
    AttemptRow.objects.update(next_poll_at=clock.now() - timedelta(seconds=1))
    RefundRow.objects.update(next_try_at=clock.now() - timedelta(seconds=1))


def events(kind: str) -> int:
    return OutboxEvent.objects.filter(kind=kind).count()


def clearing() -> int:
    nets = {balance.account: balance.net_minor for balance in list_balances()}
    assert nets.get(Account.PROVIDER_CLEARING, 0) == -nets.get(Account.CUSTOMER_FUNDS, 0)
    return nets.get(Account.PROVIDER_CLEARING, 0)


def at_once(*works: Callable[[], object]) -> None:
    barrier = Barrier(len(works))

    def run(work: Callable[[], object]) -> None:
        barrier.wait()
        try:
            work()
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@both
def test_a_notification_captures_every_part_once(sandbox: Sandbox, provider: Provider) -> None:
    payment = paid(sandbox, provider, 9_900, 2_310)
    assert payment.transaction_id
    for part in payment.parts:
        (posted,) = list_transfers(subject_kind="order", subject_id=part.order_id)
        assert posted.amount == part.captured == part.amount
    assert events("payments.captured") == 1
    kinds = [exchange.kind for exchange in list_exchanges(payment.checkout_id)]
    assert kinds == ["pay", "notification"]


@both
def test_ten_notifications_at_once_have_one_effect(sandbox: Sandbox, provider: Provider) -> None:
    sandbox.whim(times=10)
    payment = paid(sandbox, provider, 700)
    with pytest.raises(PaymentNotOpen):
        page(payment)
    assert NotificationRow.objects.count() == 1
    assert (events("payments.captured"), clearing()) == (1, 700)


@both
def test_a_late_notification_finds_what_a_poll_found_first(sandbox: Sandbox, provider: Provider) -> None:
    sandbox.whim(late_s=0.6)
    payment = opened(500, provider=provider)
    sandbox.pay(page(payment))
    assert ask_after(payment_id=payment.id, payer_user_id=PAYER).state is PaymentState.CAPTURED
    await_true(lambda: NotificationRow.objects.count() == 1, "the notification has come")
    assert NotificationRow.objects.get().outcome == "again"
    assert (events("payments.captured"), clearing()) == (1, 500)


@both
def test_what_nobody_tells_of_is_polled_for(sandbox: Sandbox, provider: Provider) -> None:
    sandbox.whim(is_silent=True)
    payment = opened(500, provider=provider)
    sandbox.pay(page(payment))
    assert poll_missing() == 0
    due_now()
    assert poll_missing() == 1
    assert get_payment(payment.checkout_id).state is PaymentState.CAPTURED
    assert events("payments.captured") == 1


@both
@pytest.mark.parametrize("whim", [{"wrong_fen": -1}, {"wrong_merchant": True}], ids=["amount", "merchant"])
def test_a_lie_is_kept_and_not_believed_and_a_poll_finds_the_truth(
    sandbox: Sandbox, provider: Provider, whim: dict[str, object]
) -> None:
    sandbox.whim(**whim)
    payment = opened(500, provider=provider)
    sandbox.pay(page(payment))
    await_true(list_suspicions, "the notification is kept")
    assert list_suspicions()[0].outcome in ("wrong amount", "wrong merchant")
    assert get_payment(payment.checkout_id).state is PaymentState.OPEN
    assert clearing() == 0
    due_now()
    poll_missing()
    assert (get_payment(payment.checkout_id).state, clearing()) == (PaymentState.CAPTURED, 500)


@both
def test_a_forged_notification_is_turned_away_and_keeps_nothing(
    sandbox: Sandbox, provider: Provider, live_server: LiveServer
) -> None:
    payment = paid(sandbox, provider, 500)
    kept = NotificationRow.objects.get()
    body = bytes(kept.body)
    forged = body.replace(payment.number.encode(), opened(900).number.encode()).replace(b"5.00", b"9.00")
    forged = forged if forged != body else body[:-9] + b'AAAAAAA"}'
    said = ask(notify(live_server, provider), forged, kept.headers)
    assert said.status == 401
    assert ask(notify(live_server, provider), b"", FORM).status in (400, 401)
    assert ask(notify(live_server, provider), b"\xff" * 70_000, FORM).status == 400
    assert (NotificationRow.objects.count(), clearing()) == (1, 500)


@both
def test_the_same_notification_again_is_taken_as_one(
    sandbox: Sandbox, provider: Provider, live_server: LiveServer
) -> None:
    paid(sandbox, provider, 500)
    kept = NotificationRow.objects.get()
    said = ask(notify(live_server, provider), bytes(kept.body), kept.headers)
    assert said.status == 200
    assert (NotificationRow.objects.count(), events("payments.captured"), clearing()) == (1, 1, 500)


@both
def test_a_notification_of_the_day_before_yesterday_is_stale(
    sandbox: Sandbox, provider: Provider, live_server: LiveServer
) -> None:
    paid(sandbox, provider, 500)
    kept = NotificationRow.objects.get()
    with clock.fixed_at(clock.now() + timedelta(days=2)):
        later = take_notification(provider=provider, headers=kept.headers, body=bytes(kept.body))
    assert (later.outcome, later.status) == ("stale", 400)
    assert signed_long_ago(sandbox, provider, kept, notify(live_server, provider)).status == 400
    assert (NotificationRow.objects.count(), clearing()) == (1, 500)


def signed_long_ago(sandbox: Sandbox, provider: Provider, kept: NotificationRow, url: str) -> Said:
    """A notification with a right signature and a new event id, of two days ago."""
    keys, body = sandbox_keys(sandbox.folder), bytes(kept.body).decode()
    if provider is Provider.ALIPAY:
        told = dict(parse_qsl(body))
        told |= {"notify_id": "another", "notify_time": text_of(clock.now() - timedelta(days=2))}
        signed = {name: value for name, value in told.items() if name not in ("sign", "sign_type")}
        text = "&".join(f"{name}={value}" for name, value in sorted(signed.items()))
        signing = Signing(private=keys.alipay, other_public=public_pem(keys.alipay_shop))
        return ask(url, urlencode({**told, "sign": signing.sign(text)}).encode(), kept.headers)
    at = str(int(time.time()) - 2 * 86_400)
    body = body.replace(str(json.loads(body)["id"]), "another")
    signing = Signing(private=keys.wechat, other_public=public_pem(keys.wechat_shop))
    headers = {**kept.headers, "wechatpay-timestamp": at, "wechatpay-nonce": "n"}
    return ask(url, body.encode(), {**headers, "wechatpay-signature": signing.sign(f"{at}\nn\n{body}\n")})


@both
def test_a_capture_after_the_closing_is_a_capture(sandbox: Sandbox, provider: Provider) -> None:
    payment = opened(500, provider=provider)
    url = page(payment)
    close_payment(checkout_id=payment.checkout_id)
    sandbox.pay(url)
    comes_to(payment, PaymentState.CAPTURED)
    assert (events("payments.captured"), clearing()) == (1, 500)


@both
def test_a_closed_payment_is_closed_at_the_provider_too(sandbox: Sandbox, provider: Provider) -> None:
    payment = opened(500, provider=provider)
    where = sandbox.page_of(page(payment))
    close_payment(checkout_id=payment.checkout_id)
    assert poll_missing() == 1
    assert sandbox.pay(where).status == 410
    assert AttemptRow.objects.get().state == "closed"
    assert (events("payments.captured"), events("payments.failed")) == (0, 0)


@both
def test_what_runs_out_at_the_provider_has_failed_and_may_be_tried_again(
    sandbox: Sandbox, provider: Provider
) -> None:
    payment = opened(500, provider=provider)
    sandbox.page_of(page(payment))
    sandbox.providers[provider].close(payment.number)
    due_now()
    poll_missing()
    assert get_payment(payment.checkout_id).state is PaymentState.FAILED
    assert events("payments.failed") == 1
    sandbox.pay(page(payment))
    again = comes_to(payment, PaymentState.CAPTURED)
    assert again.number != payment.number


@both
def test_notification_poll_return_page_and_cancel_at_one_moment_have_one_effect(
    sandbox: Sandbox, provider: Provider
) -> None:
    sandbox.whim(times=4)
    payment = opened(500, provider=provider)
    where = page(payment)
    due_now()
    at_once(
        lambda: sandbox.pay(where),
        *[lambda: ask_after(payment_id=payment.id, payer_user_id=PAYER)] * 3,
        poll_missing,
        lambda: close_payment(checkout_id=payment.checkout_id),
    )
    due_now()
    poll_missing()
    took = sandbox.truth()[provider.value]["paid"].get(payment.number, 0)
    state = get_payment(payment.checkout_id).state
    assert state is (PaymentState.CAPTURED if took else PaymentState.CLOSED)
    assert (events("payments.captured"), clearing()) == (1 if took else 0, took)


def test_paid_with_both_providers_the_second_is_given_back(sandbox: Sandbox) -> None:
    payment = opened(900, 100, provider=Provider.ALIPAY)
    first = page(payment)
    change_provider(payment_id=payment.id, payer_user_id=PAYER, provider=Provider.WECHAT)
    second = page(payment)
    sandbox.pay(second)
    comes_to(payment, PaymentState.CAPTURED)
    sandbox.pay(first)
    await_true(list_waiting_refunds, "the second payment has come")
    assert clearing() == 2_000
    send_refunds()
    assert clearing() == 1_000
    truth = sandbox.truth()
    numbers = {row.number for row in AttemptRow.objects.all()}
    took = sum(fen for one in truth.values() for number, fen in one["paid"].items() if number in numbers)
    gave = sum(truth["alipay"]["given_back"][row.number] for row in RefundRow.objects.all())
    assert (took, gave) == (2_000, 1_000)
    assert PartRow.objects.filter(given_back_minor__gt=0).count() == 0
    assert events("payments.captured") == 1


@both
def test_partial_refunds_settle_and_are_posted(sandbox: Sandbox, provider: Provider) -> None:
    payment = paid(sandbox, provider, 9_900, 2_310)
    first, second = (part.order_id for part in payment.parts)
    refund_part(order_id=first, amount=Money(3_333), key="a", reason="returned")
    refund_part(order_id=first, amount=Money(6_567), key="b", reason="returned")
    refund_part(order_id=second, amount=Money(10), key="a", reason="late")
    send_refunds()
    assert {each.state for each in list_refunds_of_orders([first])[first]} == {RefundState.SETTLED}
    assert (clearing(), events("payments.refund_settled")) == (2_300, 3)
    truth = sandbox.truth()[provider.value]["given_back"]
    assert sum(truth[row.number] for row in RefundRow.objects.all()) == 9_910
    today = clock.now().astimezone(CHINA).date()
    statement = {line.number: line for line in list_statement(provider, today)}
    assert statement[payment.number].amount == payment.amount
    assert {row.number for row in RefundRow.objects.all()} <= set(statement)


@both
def test_a_slow_refund_settles_when_it_is_told_or_asked_after(sandbox: Sandbox, provider: Provider) -> None:
    payment = paid(sandbox, provider, 1_000)
    order_id = payment.parts[0].order_id
    sandbox.whim(refund_late_s=0.5)
    refund_part(order_id=order_id, amount=Money(400), key="a", reason="returned")
    assert send_refunds() == 0

    def is_settled() -> bool:
        due_now()
        send_refunds()
        return list_refunds_of_orders([order_id])[order_id][0].state is RefundState.SETTLED

    await_true(is_settled, "the refund is settled")
    await_true(lambda: NotificationRow.objects.filter(kind="refund").exists(), "it is told of as well")
    assert (clearing(), events("payments.refund_settled")) == (600, 1)


@both
def test_a_refund_that_fails_gives_its_amount_free(sandbox: Sandbox, provider: Provider) -> None:
    payment = paid(sandbox, provider, 1_000)
    order_id = payment.parts[0].order_id
    sandbox.whim(refuse_refunds=True)
    refund_part(order_id=order_id, amount=Money(1_000), key="a", reason="returned")
    send_refunds()
    assert events("payments.refund_failed") == 1
    assert PartRow.objects.get(order_id=order_id).given_back_minor == 0
    sandbox.whim()
    refund_part(order_id=order_id, amount=Money(1_000), key="b", reason="returned")
    send_refunds()
    assert clearing() == 0


@both
def test_while_a_provider_is_down_nothing_is_lost(sandbox: Sandbox, provider: Provider) -> None:
    payment = opened(1_000, provider=provider)
    sandbox.whim(is_down=True)
    if provider is Provider.WECHAT:
        with pytest.raises(ProviderUnavailable):
            page(payment)
    due_now()
    poll_missing()
    sandbox.whim(is_silent=True)
    sandbox.pay(page(payment))
    sandbox.whim(is_down=True)
    due_now()
    poll_missing()
    assert get_payment(payment.checkout_id).state is PaymentState.OPEN
    sandbox.whim()
    due_now()
    poll_missing()
    refund_part(order_id=payment.parts[0].order_id, amount=Money(1_000), key="a", reason="returned")
    sandbox.whim(is_down=True)
    assert send_refunds() == 0
    sandbox.whim()
    due_now()
    send_refunds()
    assert clearing() == 0


def test_a_killed_sandbox_remembers_and_goes_on_telling(live_server: LiveServer, sandbox: Sandbox) -> None:
    sandbox.whim(late_s=0.5)
    payment = opened(500, provider=Provider.WECHAT)
    sandbox.pay(page(payment))
    sandbox.kill()
    sandbox.start()
    assert comes_to(payment, PaymentState.CAPTURED).transaction_id


def test_somebody_elses_payment_cannot_be_started_or_asked_after(sandbox: Sandbox) -> None:
    payment = opened(500)
    with pytest.raises(PaymentNotFound):
        ask_after(payment_id=payment.id, payer_user_id=Id(78))
    with pytest.raises(PaymentNotFound):
        start_payment(payment_id=payment.id, payer_user_id=Id(78), return_url="", device=Device.PHONE)


def test_a_payment_whose_time_has_run_out_is_not_started(sandbox: Sandbox) -> None:
    payment = opened(500)
    PaymentRow.objects.update(expires_at=datetime.now(tz=UTC) - timedelta(seconds=1))
    with pytest.raises(PaymentNotOpen):
        page(payment)


def test_an_attempt_that_nobody_opened_is_given_up_after_its_time(sandbox: Sandbox) -> None:
    payment = opened(500)
    page(payment)
    PaymentRow.objects.update(expires_at=datetime.now(tz=UTC) - timedelta(minutes=11))
    due_now()
    poll_missing()
    assert AttemptRow.objects.get().state == "closed"
    assert get_payment(payment.checkout_id).state is PaymentState.FAILED


@both
def test_fees_are_posted_once_from_the_statement(sandbox: Sandbox, provider: Provider) -> None:
    payment = paid(sandbox, provider, 10_000)
    refund_part(order_id=payment.parts[0].order_id, amount=Money(1_000), key="a", reason="returned")
    send_refunds()
    today = clock.now().astimezone(CHINA).date()
    assert [post_fees(provider=provider, day=today) for _ in range(2)] == [2, 2]
    posted = list_transfers(subject_kind="payment", subject_id=payment.id)
    assert sorted(each.amount.amount_minor for each in posted) == [6, 60]
    nets = {balance.account: balance.net_minor for balance in list_balances()}
    assert (nets[Account.PROVIDER_FEES], nets[Account.PROVIDER_CLEARING]) == (54, 9_000 - 54)
