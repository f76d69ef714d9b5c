"""WeChat Pay v3, by wechatpayv3: native and H5 payments, query, close, refund, notifications, the day's bill.

Sources: WeChat Pay's merchant documentation, API v3 in the mode with WeChat's public key (as of 2026-11).
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import quote

import requests
from wechatpayv3 import WeChatPay, WeChatPayType

from hongshu.kernel.errors import OutsideFailure
from hongshu.kernel.money import CURRENCY_DIGITS, Money
from hongshu.store.payments.adapters.accounts import WechatAccount
from hongshu.store.payments.adapters.china import CHINA, fen_of
from hongshu.store.payments.adapters.http import CONNECT_S, READ_S
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

# Each telling is signed anew, so an old signature is a replay. The SDK does not look at the time.
_FRESH_FOR_S = 5 * 60.0
_SIGNED = ("wechatpay-timestamp", "wechatpay-nonce", "wechatpay-signature", "wechatpay-serial")
_STATES = {
    "NOTPAY": TradeState.PENDING,
    "USERPAYING": TradeState.PENDING,
    "ACCEPT": TradeState.PENDING,
    "SUCCESS": TradeState.CAPTURED,
    "REFUND": TradeState.CAPTURED,
    "CLOSED": TradeState.CLOSED,
    "REVOKED": TradeState.CLOSED,
    "PAYERROR": TradeState.CLOSED,
}
_PROGRESS = {
    "SUCCESS": RefundProgress.SETTLED,
    "PROCESSING": RefundProgress.PENDING,
    "CLOSED": RefundProgress.FAILED,
    # The buyer's card is gone: people have to settle it.
    "ABNORMAL": RefundProgress.FAILED,
}


class Wechat:
    """See ``PaymentProvider``."""

    def __init__(self, account: WechatAccount) -> None:
        self._account = account
        is_here = account.gateway.startswith("http://127.0.0.1")
        self._client = WeChatPay(
            wechatpay_type=WeChatPayType.NATIVE,
            mchid=account.merchant_id,
            private_key=account.private_key,
            cert_serial_no=account.serial,
            appid=account.app_id,
            apiv3_key=account.secret,
            timeout=(CONNECT_S, READ_S),
            # Nobody's proxy is between us and this machine.
            proxy={"http": "", "https": ""} if is_here else None,
            public_key=account.public_key,
            public_key_id=account.public_key_id,
        )
        self._client._core._gate_way = account.gateway

    @property
    def merchant(self) -> str:
        """Merchant and application."""
        return f"{self._account.merchant_id}/{self._account.app_id}"

    def start(self, order: PayOrder) -> Started:
        """See ``PaymentProvider.start``: a code to scan for a computer, a page for a phone."""
        is_phone = order.device is Device.PHONE
        asked: dict[str, Any] = {
            "description": order.subject,
            "out_trade_no": order.number,
            "amount": {"total": order.amount.amount_minor, "currency": order.amount.currency},
            "time_expire": order.expires_at.astimezone(CHINA).isoformat(timespec="seconds"),
            "notify_url": order.notify_url,
            "pay_type": WeChatPayType.H5 if is_phone else WeChatPayType.NATIVE,
        }
        if is_phone:
            ip = order.client_ip or "127.0.0.1"
            asked["scene_info"] = {"payer_client_ip": ip, "h5_info": {"type": "Wap"}}
        status, said = _call(self._client.pay, **asked)
        _check(status, said)
        page = (
            PayPage(url=f"{said['h5_url']}&redirect_url={quote(order.return_url, safe='')}")
            if is_phone
            else PayPage(url=str(said["code_url"]), is_scanned=True)
        )
        return Started(page=page, raw=_raw(asked, said))

    def find(self, number: str) -> Trade:
        """See ``PaymentProvider.find``."""
        status, said = _call(self._client.query, out_trade_no=number)
        raw = _raw({"query": number}, said)
        if status == 404:
            return Trade(
                number=number, state=TradeState.UNKNOWN, merchant=self.merchant, amount=None,
                transaction_id="", raw=raw,
            )  # fmt: skip
        _check(status, said)
        if said.get("out_trade_no") != number:
            raise OutsideFailure("WeChat Pay answers about another payment", retryable=False)
        try:
            return _trade(said, raw)
        except (KeyError, ValueError, TypeError) as failure:
            raise OutsideFailure("WeChat Pay's answer cannot be read", retryable=False) from failure

    def close(self, number: str) -> None:
        """See ``PaymentProvider.close``."""
        status, said = _call(self._client.close, out_trade_no=number)
        if status not in (400, 404):
            _check(status, said)

    def refund(self, order: RefundOrder) -> RefundFinding:
        """See ``PaymentProvider.refund``."""
        asked: dict[str, Any] = {
            "out_refund_no": order.number,
            "out_trade_no": order.payment_number,
            "amount": {
                "refund": order.amount.amount_minor,
                "total": order.whole.amount_minor,
                "currency": order.amount.currency,
            },
            "reason": order.reason,
            "notify_url": order.notify_url,
        }
        status, said = _call(self._client.refund, **asked)
        if status in (400, 404):
            text = f"{said.get('code', '')} {said.get('message', '')}"
            return self._refund(order.number, RefundProgress.FAILED, None, text, _raw(asked, said))
        _check(status, said)
        return self._finding(order.number, said, _raw(asked, said))

    def find_refund(self, *, number: str, payment_number: str) -> RefundFinding:
        """See ``PaymentProvider.find_refund``."""
        status, said = _call(self._client.query_refund, out_refund_no=number)
        raw = _raw({"query_refund": number}, said)
        if status == 404:
            return self._refund(number, RefundProgress.UNKNOWN, None, "", raw)
        _check(status, said)
        return self._finding(number, said, raw)

    def read_notification(self, headers: Mapping[str, str], body: bytes) -> Notice:
        """See ``PaymentProvider.read_notification``: signed by the key we know, then decrypted."""
        if any(name not in headers for name in _SIGNED):
            raise ForgedNotification
        # Of another serial the SDK would go and ask for certificates, on the word of whoever sent this.
        if headers["wechatpay-serial"] != self._account.public_key_id:
            raise ForgedNotification
        lower = {name: headers.get(name, "") for name in (*_SIGNED, "wechatpay-signature-type")}
        try:
            envelope = self._client.callback(lower, body)
        except Exception as failure:
            # The SDK raises bare exceptions for whatever is odd about a message.
            raise ForgedNotification from failure
        if not envelope:
            raise ForgedNotification
        try:
            said_at = datetime.fromtimestamp(int(headers["wechatpay-timestamp"]), tz=UTC)
            event_id, kind, said = str(envelope["id"]), str(envelope["event_type"]), envelope["resource"]
            raw = Raw(request=b"", response=body)
            if kind.startswith("REFUND."):
                refund = RefundFinding(
                    number=str(said["out_refund_no"]),
                    progress=_PROGRESS[said["refund_status"]],
                    # A refund's notice names the merchant alone.
                    merchant=f"{said['mchid']}/{self._account.app_id}",
                    amount=Money(int(said["amount"]["refund"])),
                    text=kind,
                    raw=raw,
                )
                return Notice(event_id=event_id, said_at=said_at, fresh_for_s=_FRESH_FOR_S, refund=refund)
            trade = _trade(said, raw)
        except (KeyError, TypeError, ValueError, OverflowError, OSError):
            raise UnreadableNotification from None
        return Notice(event_id=event_id, said_at=said_at, fresh_for_s=_FRESH_FOR_S, trade=trade)

    def answer(self, *, is_taken: bool) -> tuple[int, str, bytes]:
        """See ``PaymentProvider.answer``."""
        said = {"code": "SUCCESS", "message": "成功"} if is_taken else {"code": "FAIL", "message": "失败"}
        return 200 if is_taken else 400, "application/json", json.dumps(said, ensure_ascii=False).encode()

    def statement(self, day: date) -> tuple[StatementLine, ...]:
        """See ``PaymentProvider.statement``: the trade bill, a packed table whose digest is told."""
        status, said = _call(self._client.trade_bill, bill_date=day.isoformat())
        if status == 400 and said.get("code") == "NO_STATEMENT_EXIST":
            return ()
        _check(status, said)
        status, packed = _bytes(self._client.download_bill, url=str(said["download_url"]))
        if status != 200:
            raise OutsideFailure(f"WeChat Pay's bill answered {status}", retryable=status >= 500)
        try:
            table = gzip.decompress(packed)
        except (OSError, EOFError) as failure:
            raise OutsideFailure("WeChat Pay's bill cannot be read", retryable=False) from failure
        if hashlib.sha1(table, usedforsecurity=False).hexdigest().lower() != str(said["hash_value"]).lower():
            raise OutsideFailure("WeChat Pay's bill is not the one that was told of", retryable=True)
        return read_bill(table)

    def _finding(self, number: str, said: Mapping[str, Any], raw: Raw) -> RefundFinding:
        progress = _PROGRESS.get(str(said.get("status")), RefundProgress.PENDING)
        amount = said.get("amount")
        money = Money(int(amount["refund"])) if isinstance(amount, dict) else None
        return self._refund(number, progress, money, str(said.get("status", "")), raw)

    def _refund(
        self, number: str, progress: RefundProgress, amount: Money | None, text: str, raw: Raw
    ) -> RefundFinding:
        return RefundFinding(
            number=number, progress=progress, merchant=self.merchant, amount=amount, text=text, raw=raw
        )


def read_bill(table: bytes) -> tuple[StatementLine, ...]:
    """The lines of a trade bill: cells begin with a backtick, and sums follow the lines."""
    lines = []
    rows = csv.reader(table.decode("utf-8-sig").splitlines())
    heads = next(rows, [])
    for row in rows:
        if not row or not row[0].startswith("`"):
            break
        told = dict(zip(heads, (cell.removeprefix("`") for cell in row), strict=False))
        is_refund = told["交易状态"] == "REFUND"
        fen = fen_of(told["申请退款金额"] if is_refund else told["订单金额"])
        fee = fen_of(told["手续费"].rstrip("0").rstrip("."))
        if fen is None or fee is None:
            raise OutsideFailure("WeChat Pay's bill has a line without an amount", retryable=False)
        lines.append(
            StatementLine(
                kind="refund" if is_refund else "capture",
                number=told["商户退款单号"] if is_refund else told["商户订单号"],
                transaction_id=told["微信订单号"],
                amount=Money(fen),
                fee_minor=fee,
            )
        )
    return tuple(lines)


def _trade(said: Mapping[str, Any], raw: Raw) -> Trade:
    amount = said.get("amount")
    money = None
    if isinstance(amount, dict) and amount.get("currency", "CNY") in CURRENCY_DIGITS:
        money = Money(int(amount["total"]), str(amount.get("currency", "CNY")))
    return Trade(
        number=str(said["out_trade_no"]),
        state=_STATES[str(said["trade_state"])],
        merchant=f"{said.get('mchid', '')}/{said.get('appid', '')}",
        amount=money,
        transaction_id=str(said.get("transaction_id", "")),
        raw=raw,
    )


def _bytes(call: Callable[..., Any], **asked: Any) -> tuple[int, bytes]:
    try:
        status, said = call(**asked)
    except requests.RequestException as failure:
        what = f"WeChat Pay cannot be reached: {type(failure).__name__}"
        raise OutsideFailure(what, retryable=True) from failure
    except Exception as failure:
        # The SDK raises a bare exception when an answer's signature is wrong.
        raise OutsideFailure(f"WeChat Pay's answer is not believed: {failure}", retryable=True) from failure
    return int(status), said.encode() if isinstance(said, str) else bytes(said or b"")


def _call(call: Callable[..., Any], **asked: Any) -> tuple[int, dict[str, Any]]:
    status, said = _bytes(call, **asked)
    try:
        told = json.loads(said) if said else {}
    except ValueError:
        told = {}
    return status, told if isinstance(told, dict) else {}


def _check(status: int, said: Mapping[str, Any]) -> None:
    if 200 <= status < 300:
        return
    # An empty account of ours and too many questions pass; a wrong key or parameter does not.
    is_retryable = status >= 500 or status == 429 or said.get("code") in ("NOT_ENOUGH", "SYSTEM_ERROR")
    raise OutsideFailure(f"WeChat Pay answered {status} {said.get('code', '')}", retryable=is_retryable)


def _raw(asked: Mapping[str, Any], said: Mapping[str, Any]) -> Raw:
    def plain(value: object) -> str:
        return str(getattr(value, "name", value))

    return Raw(
        request=json.dumps(asked, ensure_ascii=False, default=plain).encode(),
        response=json.dumps(said, ensure_ascii=False).encode(),
    )
