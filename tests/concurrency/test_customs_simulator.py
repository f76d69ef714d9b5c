"""Declarations against the customs simulator: its real process, real signatures, real HTTP both ways."""

from __future__ import annotations

import http.client
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytest_django.live_server_helper import LiveServer
from tests.concurrency.programs import environment
from tests.support.community import member
from tests.support.declaring import PERSON, declared_order, goods
from tests.support.served import free_port
from tests.support.waiting import await_true

from hongshu.kernel import settings
from hongshu.kernel.errors import OutsideFailure
from hongshu.kernel.ids import Id
from hongshu.platform.identity.services import prove_identity
from hongshu.store.declarations import adapters
from hongshu.store.declarations.adapters.http_gateway import HttpGateway
from hongshu.store.declarations.adapters.local_rsa import LocalRsaSigner, LocalRsaVerifier, make_key
from hongshu.store.declarations.contracts import (
    Declaration,
    DeclarationState,
    NoCustomsSimulator,
    ReturnedGoods,
    SimulatorAnswers,
)
from hongshu.store.declarations.models import DocumentRow, MessageRow
from hongshu.store.declarations.queries import get_declaration, simulator_answers
from hongshu.store.declarations.services import (
    cancel_declaration,
    declare_order,
    resend_refused,
    return_goods,
    send_due,
    tell_simulator,
)

pytestmark = pytest.mark.django_db(transaction=True)
STATES = DeclarationState


class Simulator:
    """The simulator's process, which can be killed and started again."""

    def __init__(self, folder: Path, answer_to: str) -> None:
        self.port, self._folder, self._answer_to = free_port(), folder, answer_to
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, answers: str = "") -> None:
        """Start it and wait until it answers."""
        self.process = subprocess.Popen(
            [
                sys.executable, "-m", "hongshu.store.declarations.adapters.simulator",
                "--port", str(self.port), "--answer-to", self._answer_to,
                "--keys", str(self._folder / "keys"), "--file", str(self._folder / "customs.sqlite"),
                "--answers", answers,
            ],
            env=environment(),
        )  # fmt: skip
        process = self.process
        await_true(
            lambda: self._ask("GET", "/healthz") == 200 or process.poll() is not None, "the simulator answers"
        )
        assert process.poll() is None

    def kill(self) -> None:
        """``kill -9``."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def whim(self, **whim: object) -> None:
        """Tell it how to treat an order."""
        assert self._ask("POST", "/whims", json.dumps({"order": "*", **whim}).encode()) == 204

    def _ask(self, method: str, path: str, body: bytes | None = None) -> int:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request(method, path, body)
            return connection.getresponse().status
        except OSError:
            return 0
        finally:
            connection.close()


@pytest.fixture(scope="module")
def kept_keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("customs") / "keys"
    for name in ("declarant", "customs"):
        make_key(folder, name)
    return folder


@pytest.fixture
def customs(
    live_server: LiveServer, kept_keys: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Simulator]:
    (tmp_path / "keys").symlink_to(kept_keys)
    simulator = Simulator(tmp_path, f"{live_server.url}/customs/messages")
    ours, theirs = make_key(kept_keys, "declarant"), make_key(kept_keys, "customs")
    monkeypatch.setattr(adapters, "current_signer", lambda: LocalRsaSigner(key=ours[0], certificate=ours[1]))
    monkeypatch.setattr(adapters, "current_verifier", lambda: LocalRsaVerifier(certificate=theirs[1]))
    monkeypatch.setattr(
        adapters, "current_gateway", lambda: HttpGateway(f"http://127.0.0.1:{simulator.port}/messages")
    )
    simulator.start()
    yield simulator
    simulator.kill()


@pytest.fixture
def ann() -> Id:
    user_id = member("Ann")
    prove_identity(user_id=user_id, name=PERSON.name, number=PERSON.number)
    return user_id


def declare(ann: Id, number: int = 17, **changes: object) -> Id:
    values = {"number": f"20261125-{number:06d}", "waybill": f"SF{number}", **changes}
    declare_order(order_id=Id(number), user_id=ann, order=declared_order(**values))
    assert send_due() == 4
    return Id(number)


def comes_to(order_id: Id, state: DeclarationState) -> Declaration:
    await_true(lambda: get_declaration(order_id).state is state, f"order {order_id} is {state.value}")
    return get_declaration(order_id)


def test_four_documents_that_agree_are_released(ann: Id, customs: Simulator) -> None:
    order = declare(ann)
    declaration = comes_to(order, STATES.RELEASED)
    assert declaration.list_number.startswith("3104")
    await_true(lambda: MessageRow.objects.count() == 5, "every answer has come")
    assert {each.status for each in get_declaration(order).documents} == {"2", "800"}


def test_answers_that_come_twice_and_in_the_wrong_order_release_once(ann: Id, customs: Simulator) -> None:
    customs.whim(times=3, is_reversed=True)
    order = declare(ann)
    comes_to(order, STATES.RELEASED)
    await_true(lambda: MessageRow.objects.count() == 5, "every answer has come")
    assert get_declaration(order).state is STATES.RELEASED


def test_a_refusal_has_its_code_and_the_corrected_order_is_released(ann: Id, customs: Simulator) -> None:
    customs.whim(refuse="-301")
    order = declare(ann)
    assert comes_to(order, STATES.REFUSED).status == "-301"
    customs.whim()
    assert resend_refused(order_id=order) == 1
    assert send_due() == 1
    comes_to(order, STATES.RELEASED)


def test_two_units_above_the_limit_of_an_order_are_refused(ann: Id, customs: Simulator) -> None:
    order = declare(ann, goods=(goods(quantity=1),), paid_fen=49_326)
    comes_to(order, STATES.RELEASED)
    dear = goods(quantity=2, price_fen=300_000)
    above = declare(ann, 18, goods=(dear,), paid_fen=606_826)
    assert comes_to(above, STATES.REFUSED).status == "-302201"


def test_the_years_limit_is_kept_over_orders(ann: Id, customs: Simulator) -> None:
    # One unit that cannot be divided may cost more than the limit of an order, and counts in the year.
    dear, one = goods(quantity=1, price_fen=2_200_000), goods(quantity=1, price_fen=400_000)
    comes_to(declare(ann, 20, goods=(dear,), paid_fen=2_206_826), STATES.RELEASED)
    assert comes_to(declare(ann, 21, goods=(one,), paid_fen=406_826), STATES.REFUSED).status == "-302202"


def test_cancelling_before_and_returning_after_a_release(ann: Id, customs: Simulator) -> None:
    order = declare(ann)
    comes_to(order, STATES.RELEASED)
    return_goods(order_id=order, reason="七天无理由", goods=[ReturnedGoods(line=1, quantity=1)])
    assert send_due() == 1
    comes_to(order, STATES.RETURNED)
    customs.whim(refuse="-301")
    refused = declare(ann, 18)
    comes_to(refused, STATES.REFUSED)
    cancel_declaration(order_id=refused, reason="买家取消")
    assert send_due() == 1
    comes_to(refused, STATES.CANCELLED)


def test_a_killed_office_goes_on_with_its_answers(ann: Id, customs: Simulator) -> None:
    customs.whim(late_s=1.0)
    order = declare(ann)
    customs.kill()
    with pytest.raises(OutsideFailure):
        adapters.current_gateway().send(b"<a/>")
    assert get_declaration(order).state is STATES.DECLARED
    customs.start()
    comes_to(order, STATES.RELEASED)


def test_what_is_unsigned_or_of_no_schema_is_turned_away_by_the_office(ann: Id, customs: Simulator) -> None:
    for message, status in ((b"<a/>", "403"), (b"no xml", "400")):
        with pytest.raises(OutsideFailure, match=status) as failed:
            adapters.current_gateway().send(message)
        assert not failed.value.retryable
    assert DocumentRow.objects.count() == 0


def test_how_it_answers_is_said_at_its_start_and_by_staff_of_a_demo(
    ann: Id, customs: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(NoCustomsSimulator):
        tell_simulator(order_number="*", answers=SimulatorAnswers())
    customs.kill()
    customs.start("refuse=-399 times=2")
    order = declare(ann)
    assert comes_to(order, STATES.REFUSED).status == "-399"
    demo = replace(settings.current(), demo=True, customs_port=customs.port)
    monkeypatch.setattr(settings, "current", lambda: demo)
    assert simulator_answers() == {"*": SimulatorAnswers(refuse="-399", times=2)}
    tell_simulator(order_number="20261125-000017", answers=SimulatorAnswers(late_s=0.1))
    assert resend_refused(order_id=order) == 1
    assert send_due() == 1
    comes_to(order, STATES.RELEASED)
    customs.kill()
    with pytest.raises(NoCustomsSimulator):
        tell_simulator(order_number="*", answers=SimulatorAnswers())
    assert simulator_answers() is None
    customs.start()
