"""Alipay, by python-alipay-sdk: page and wap payments, query, close, refund, notifications, the day's bill.

Sources: Alipay's open platform, alipay.trade.* and "asynchronous notification" (as of 2026-11).
"""

from __future__ import annotations

import binascii
import csv
import io
import zipfile
from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import parse_qsl

from alipay import AliPay
from alipay.exceptions import AliPayException, AliPayValidationError

from hongshu.kernel import clock
from hongshu.kernel.errors import OutsideFailure
from hongshu.kernel.money import Money
from hongshu.store.payments.adapters import http
from hongshu.store.payments.adapters.accounts import AlipayAccount
from hongshu.store.payments.adapters.china import fen_of, moment_of, text_of, yuan
from hongshu.store.payments.contracts import (
    Device,
    ForgedNotification,
    PayPage,
    StatementLine,
    UnreadableNotification,
)
from hongshu.store.payments.ports import (
    Notice,
    PayOrder,
    Raw,
    RefundFinding,
    RefundOrder,
    RefundProgress,
    Started,
    Trade,
    TradeState,
)

_DONE, _UNAVAILABLE, _BUSINESS = "10000", "20000", "40004"
# They tell again for 25 hours under one id, with the time of the first telling.
_FRESH_FOR_S = 26 * 3600.0
_STATES = {
    "WAIT_BUYER_PAY": TradeState.PENDING,
    "TRADE_SUCCESS": TradeState.CAPTURED,
    "TRADE_FINISHED": TradeState.CAPTURED,
    "TRADE_CLOSED": TradeState.CLOSED,
}
# Refusals of a refund that no second try changes.
_NEVER = {
    "ACQ.TRADE_NOT_EXIST",
    "ACQ.TRADE_HAS_FINISHED",
    "ACQ.TRADE_STATUS_ERROR",
    "ACQ.REFUND_AMT_NOT_EQUAL_TOTAL",
    "ACQ.REASON_TRADE_REFUND_FEE_ERR",
    "ACQ.INVALID_PARAMETER",
}


class _Client(AliPay):  # type: ignore[misc, unused-ignore]
    """The SDK with deadlines of ours, China's time, and the bytes of each answer beside what it says."""

    def __init__(self, account: AlipayAccount) -> None:
        super().__init__(
            appid=account.app_id,
            app_private_key_string=account.private_key,
            alipay_public_key_string=account.public_key,
        )
        self._gateway = account.gateway

    def build_body(self, method: str, biz_content: Any = None, **others: Any) -> Any:
        return super().build_body(method, biz_content, timestamp=text_of(clock.now()), **others)

    def verified_sync_response(self, data: Any, response_type: str) -> tuple[dict[str, Any], Raw]:
        url = f"{self._gateway}?{self.sign_data(data)}"
        answer = http.get(url)
        try:
            said = self._verify_and_return_sync_response(answer.decode(), response_type)
        except AliPayException as failure:
            raise OutsideFailure(f"Alipay refuses: {str(failure)[:200]}", retryable=False) from failure
        except (AliPayValidationError, ValueError, AttributeError) as failure:
            raise OutsideFailure("Alipay's answer is not signed by Alipay", retryable=True) from failure
        return said, Raw(request=url.encode(), response=answer)


class Alipay:
    """See ``PaymentProvider``."""

    def __init__(self, account: AlipayAccount) -> None:
        self._account = account
        self._client = _Client(account)

    @property
    def merchant(self) -> str:
        """Seller and application."""
        return f"{self._account.seller_id}/{self._account.app_id}"

    def start(self, order: PayOrder) -> Started:
        """See ``PaymentProvider.start``: a signed address; Alipay hears of it when the buyer opens it."""
        ask = (
            self._client.api_alipay_trade_wap_pay
            if order.device is Device.PHONE
            else self._client.api_alipay_trade_page_pay
        )
        signed = ask(
            subject=order.subject,
            out_trade_no=order.number,
            total_amount=yuan(order.amount.amount_minor),
            return_url=order.return_url,
            notify_url=order.notify_url,
            time_expire=text_of(order.expires_at),
        )
        url = f"{self._account.page_gateway}?{signed}"
        return Started(page=PayPage(url=url), raw=Raw(request=url.encode(), response=b""))

    def find(self, number: str) -> Trade:
        """See ``PaymentProvider.find``."""
        said, raw = self._client.api_alipay_trade_query(out_trade_no=number)
        if said.get("sub_code") == "ACQ.TRADE_NOT_EXIST":
            return Trade(
                number=number, state=TradeState.UNKNOWN, merchant=self.merchant, amount=None,
                transaction_id="", raw=raw,
            )  # fmt: skip
        _check(said)
        if said.get("out_trade_no") != number:
            raise OutsideFailure("Alipay answers about another payment", retryable=False)
        try:
            return self._trade(said, raw, merchant=self.merchant)
        except KeyError as failure:
            raise OutsideFailure("Alipay answers in a state that is not known", retryable=False) from failure

    def close(self, number: str) -> None:
        """See ``PaymentProvider.close``."""
        said, _ = self._client.api_alipay_trade_close(out_trade_no=number)
        if said.get("code") != _BUSINESS:
            _check(said)

    def refund(self, order: RefundOrder) -> RefundFinding:
        """See ``PaymentProvider.refund``: money moved now only where it says so; else it is asked after."""
        said, raw = self._client.api_alipay_trade_refund(
            refund_amount=yuan(order.amount.amount_minor),
            out_trade_no=order.payment_number,
            out_request_no=order.number,
            refund_reason=order.reason,
        )
        if said.get("code") == _BUSINESS and said.get("sub_code") in _NEVER:
            return self._refund(order.number, RefundProgress.FAILED, None, str(said["sub_code"]), raw)
        _check(said)
        is_done = said.get("fund_change") == "Y"
        progress = RefundProgress.SETTLED if is_done else RefundProgress.PENDING
        # ``refund_fee`` is the sum of all refunds of the payment; what moved now is what was asked for.
        return self._refund(order.number, progress, order.amount if is_done else None, "", raw)

    def find_refund(self, *, number: str, payment_number: str) -> RefundFinding:
        """See ``PaymentProvider.find_refund``."""
        said, raw = self._client.api_alipay_trade_fastpay_refund_query(
            out_request_no=number, out_trade_no=payment_number
        )
        _check(said)
        if said.get("refund_status") == "REFUND_SUCCESS":
            fen = fen_of(str(said.get("refund_amount", "")))
            amount = None if fen is None else Money(fen)
            return self._refund(number, RefundProgress.SETTLED, amount, "", raw)
        state = RefundProgress.PENDING if said.get("out_request_no") else RefundProgress.UNKNOWN
        return self._refund(number, state, None, "", raw)

    def read_notification(self, headers: Mapping[str, str], body: bytes) -> Notice:
        """See ``PaymentProvider.read_notification``: every field but ``sign`` and ``sign_type`` is signed."""
        try:
            said = dict(parse_qsl(body.decode(), keep_blank_values=True, strict_parsing=True))
        except ValueError:
            raise UnreadableNotification from None
        signature = said.pop("sign", "")
        try:
            is_theirs = self._client.verify(dict(said), signature)
        except (AliPayException, binascii.Error, ValueError):
            is_theirs = False
        if not signature or said.get("sign_type") != "RSA2" or not is_theirs:
            raise ForgedNotification
        said_at, event_id = moment_of(said.get("notify_time", "")), said.get("notify_id", "")
        if said_at is None or not event_id or not said.get("out_trade_no"):
            raise UnreadableNotification
        raw = Raw(request=b"", response=body)
        merchant = f"{said.get('seller_id', '')}/{said.get('app_id', '')}"
        if said.get("out_biz_no") and said.get("refund_fee"):
            # The refunds' sum is told, not this one's amount: the refund is asked after.
            finding = RefundFinding(
                number=said["out_biz_no"], progress=RefundProgress.PENDING, merchant=merchant, amount=None,
                text="", raw=raw,
            )  # fmt: skip
            return Notice(event_id=event_id, said_at=said_at, fresh_for_s=_FRESH_FOR_S, refund=finding)
        try:
            trade = self._trade(said, raw, merchant=merchant)
        except KeyError:
            raise UnreadableNotification from None
        return Notice(event_id=event_id, said_at=said_at, fresh_for_s=_FRESH_FOR_S, trade=trade)

    def answer(self, *, is_taken: bool) -> tuple[int, str, bytes]:
        """See ``PaymentProvider.answer``: seven letters, or they tell again."""
        return 200, "text/plain; charset=utf-8", b"success" if is_taken else b"failure"

    def statement(self, day: date) -> tuple[StatementLine, ...]:
        """See ``PaymentProvider.statement``: the trade bill, a ZIP of tables in GBK."""
        said, _ = self._client.server_api(
            "alipay.data.dataservice.bill.downloadurl.query",
            {"bill_type": "trade", "bill_date": day.isoformat()},
        )
        if said.get("sub_code") == "isp.bill_not_exist":
            return ()
        _check(said)
        return read_bill(http.get(str(said["bill_download_url"])))

    def _trade(self, said: Mapping[str, Any], raw: Raw, *, merchant: str) -> Trade:
        state = _STATES[str(said.get("trade_status"))]
        if state is TradeState.CLOSED and (said.get("send_pay_date") or said.get("gmt_payment")):
            # Paid, and given back as a whole since.
            state = TradeState.CAPTURED
        fen = fen_of(str(said.get("total_amount", "")))
        return Trade(
            number=str(said["out_trade_no"]),
            state=state,
            merchant=merchant,
            amount=None if fen is None else Money(fen),
            transaction_id=str(said.get("trade_no", "")),
            raw=raw,
        )

    def _refund(
        self, number: str, progress: RefundProgress, amount: Money | None, text: str, raw: Raw
    ) -> RefundFinding:
        return RefundFinding(
            number=number, progress=progress, merchant=self.merchant, amount=amount, text=text, raw=raw
        )


def read_bill(packed: bytes) -> tuple[StatementLine, ...]:
    """The lines of a trade bill. Raises OutsideFailure for what is none."""
    try:
        with zipfile.ZipFile(io.BytesIO(packed)) as files:
            name = next(each for each in files.namelist() if _name(each).endswith("业务明细.csv"))
            text = files.read(name).decode("gbk")
    except (zipfile.BadZipFile, StopIteration, UnicodeDecodeError) as failure:
        raise OutsideFailure("Alipay's bill cannot be read", retryable=False) from failure
    rows = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    lines = []
    for row in csv.DictReader(rows):
        told = {str(name).strip(): (value or "").strip() for name, value in row.items()}
        fen, fee = fen_of(told["订单金额（元）"]), fen_of(told["服务费（元）"])
        if fen is None or fee is None:
            raise OutsideFailure("Alipay's bill has a line without an amount", retryable=False)
        is_refund = told["业务类型"] == "退款"
        lines.append(
            StatementLine(
                kind="refund" if is_refund else "capture",
                number=told["退款批次号/请求号"] if is_refund else told["商户订单号"],
                transaction_id=told["支付宝交易号"],
                amount=Money(abs(fen)),
                # What they take stands there below zero.
                fee_minor=-fee,
            )
        )
    return tuple(lines)


def _name(name: str) -> str:
    """A name in the ZIP: GBK that the library took for code page 437, unless it says UTF-8."""
    try:
        return name.encode("cp437").decode("gbk")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return name


def _check(said: Mapping[str, Any]) -> None:
    code, sub_code = str(said.get("code", "")), str(said.get("sub_code", ""))
    if code == _DONE:
        return
    # Of business refusals the caller knows the final ones; the others (system errors, an empty account) pass.
    is_retryable = code in (_UNAVAILABLE, _BUSINESS)
    raise OutsideFailure(f"Alipay refuses: {code} {sub_code}", retryable=is_retryable)
