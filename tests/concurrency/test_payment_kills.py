"""Processes killed between asking a provider and knowing: the books come to say what the provider says.

One program pays and refunds, and ends itself with SIGKILL at a named step; others go on where it ended, and
may be killed as well. Nobody notifies, so that all truth has to be asked for.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from tests.concurrency.programs import command, environment
from tests.concurrency.together import database_url
from tests.support.payment_sandbox import Sandbox

from hongshu.kernel.ids import new_id
from hongshu.kernel.models import OutboxEvent
from hongshu.store.ledger.contracts import Account
from hongshu.store.ledger.queries import list_balances
from hongshu.store.payments.contracts import AttemptState, PaymentState, RefundState
from hongshu.store.payments.models import AttemptRow, ExchangeRow, PartRow, PaymentRow, RefundRow

pytestmark = pytest.mark.django_db(transaction=True)

# Each names a call; "before" and "after" say on which side of it the process ends.
STEPS = (
    "before start", "after start", "before find", "after find", "before captured", "after settled",
    "before refund", "after refund", "before refunded", "after sent",
)  # fmt: skip
PAYER = """
    import json, os, signal, sys
    import django
    django.setup()
    import http.client
    from datetime import UTC, datetime, timedelta
    from urllib.parse import urlsplit
    from hongshu.kernel.ids import Id
    from hongshu.kernel.money import Money
    from hongshu.store.payments import adapters
    from hongshu.store.payments.contracts import Device, PaymentNotOpen, PaymentPart, PaymentState, Provider
    from hongshu.store.payments.models import AttemptRow, RefundRow
    from hongshu.store.payments import services
    from hongshu.store.payments.services import asking, capturing, refunding

    def ask(url, body=None):
        parts = urlsplit(url)
        line = http.client.HTTPConnection("127.0.0.1", parts.port, timeout=20)
        target = parts.path + ("?" + parts.query if parts.query else "")
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        line.request("GET" if body is None else "POST", target, body, kind)
        answer = line.getresponse()
        answer.read()
        line.close()
        return answer.headers.get("Location") if answer.status == 303 and body is None else url

    def trap(owner, name, step, wanted):
        real = getattr(owner, name)
        def trapped(*args, **kwargs):
            if wanted == f"before {step}":
                os.kill(os.getpid(), signal.SIGKILL)
            result = real(*args, **kwargs)
            if wanted == f"after {step}":
                os.kill(os.getpid(), signal.SIGKILL)
            return result
        setattr(owner, name, trapped)

    def due():
        past = datetime.now(tz=UTC) - timedelta(seconds=1)
        AttemptRow.objects.update(next_poll_at=past)
        RefundRow.objects.update(next_try_at=past)

    def work(checkout, order, provider, wanted):
        port = adapters.current_provider(provider)
        for name in ("start", "find", "refund"):
            trap(port, name, name, wanted)
        trap(capturing, "post_transfers", "captured", wanted)
        trap(asking, "settle_trade", "settled", wanted)
        trap(refunding, "post_transfers", "refunded", wanted)
        trap(asking, "settle_refund", "sent", wanted)
        parts = [PaymentPart(order_id=Id(order), amount=Money(9_900))]
        payment = services.open_payment(
            checkout_id=Id(checkout), payer_user_id=Id(7), parts=parts, provider=provider, expires_in_s=900,
            subject="x",
        )
        if payment.state is PaymentState.OPEN:
            try:
                page = services.start_payment(
                    payment_id=payment.id, payer_user_id=Id(7), return_url="", device=Device.COMPUTER
                )
            except PaymentNotOpen as refused:
                assert refused.details == {"state": "captured"}
            else:
                ask(ask(page.url), b"do=pay")
            due()
            services.poll_missing()
        for key, fen in (("a", 3_333), ("b", 1)):
            services.refund_part(order_id=Id(order), amount=Money(fen), key=key, reason="x")
        due()
        services.send_refunds()
        # Whoever sent it and did not hear asks.
        due()
        services.send_refunds()

    for provider in Provider:
        adapters.current_provider(provider)
    for line in sys.stdin:
        told = json.loads(line)
        child = os.fork()
        if child == 0:
            try:
                work(told["checkout"], told["order"], Provider(told["provider"]), told["step"])
                os._exit(0)
            except BaseException:
                import traceback
                traceback.print_exc()
                os._exit(1)
        _, status = os.waitpid(child, 0)
        os.write(1, f"{os.waitstatus_to_exitcode(status)}\\n".encode())
"""


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    running = Sandbox(tmp_path_factory.mktemp("installation") / "payment_sandbox")
    running.start()
    running.whim(is_silent=True)
    yield running
    running.kill()


def kill_and_go_on(sandbox: Sandbox, folder: Path, plans: list[list[str]]) -> int:
    """Pay and refund once for each plan, killed at each of its steps in turn, then to the end; the kills."""
    env = environment() | {
        "DATABASE_URL": database_url(),
        "HONGSHU_DATA": str(folder),
        "HONGSHU_SANDBOX_PORT": str(sandbox.port),
        "DJANGO_SETTINGS_MODULE": "hongshu.config.django_settings",
    }
    lines, expected = [], []
    for number, plan in enumerate(plans):
        ids = {"checkout": new_id(), "order": new_id(), "provider": ("alipay", "wechat")[number % 2]}
        for step in [*plan, ""]:
            lines.append(json.dumps({**ids, "step": step}))
            expected.append(step)
    said = subprocess.run(
        command(PAYER),
        env=env,
        input="\n".join(lines),
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    codes = [int(code) for code in said.stdout.split()]
    assert len(codes) == len(expected), said.stderr[-3000:]
    assert all(code == 0 for code, step in zip(codes, expected, strict=True) if not step), said.stderr[-3000:]
    assert set(codes) <= {0, -9}, said.stderr[-3000:]
    return codes.count(-9)


def books_say_what_the_provider_says(sandbox: Sandbox, *, payments: int) -> None:
    truth = sandbox.truth()
    paid = {number: fen for one in truth.values() for number, fen in one["paid"].items()}
    given_back = {number: fen for one in truth.values() for number, fen in one["given_back"].items()}
    assert {row.number: row.amount_minor for row in PaymentRow.objects.all()} == paid
    assert {row.state for row in PaymentRow.objects.all()} == {PaymentState.CAPTURED}
    assert {row.state for row in AttemptRow.objects.all()} == {AttemptState.CAPTURED}
    assert {row.number: row.amount_minor for row in RefundRow.objects.all()} == given_back
    assert {row.state for row in RefundRow.objects.all()} == {RefundState.SETTLED}
    assert {row.refunded_minor for row in PartRow.objects.all()} == {3_334}
    nets = {balance.account: balance.net_minor for balance in list_balances()}
    assert nets[Account.PROVIDER_CLEARING] == sum(paid.values()) - sum(given_back.values())
    assert nets[Account.PROVIDER_CLEARING] == -nets[Account.CUSTOMER_FUNDS]
    told = [row.payload["payment_id"] for row in OutboxEvent.objects.filter(kind="payments.captured")]
    assert len(told) == len(set(told)) == payments == len(paid)
    assert OutboxEvent.objects.filter(kind="payments.refund_settled").count() == 2 * payments
    assert ExchangeRow.objects.filter(kind="query").count() == payments


def test_after_a_kill_at_each_step_the_books_say_what_the_provider_says(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    folder = sandbox.folder.parent
    kills = kill_and_go_on(sandbox, folder, [[step] for step in STEPS])
    assert kills == len(STEPS)
    books_say_what_the_provider_says(sandbox, payments=len(STEPS))


@pytest.mark.soak
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_after_many_kills_in_a_row_the_books_say_what_the_provider_says(seed: int, tmp_path: Path) -> None:
    sandbox = Sandbox(tmp_path / "payment_sandbox")
    sandbox.start()
    try:
        sandbox.whim(is_silent=True)
        random = Random(seed)
        plans = [random.choices(STEPS, k=random.randint(1, 5)) for _ in range(30)]
        assert kill_and_go_on(sandbox, tmp_path, plans) >= 50
        books_say_what_the_provider_says(sandbox, payments=len(plans))
    finally:
        sandbox.kill()
