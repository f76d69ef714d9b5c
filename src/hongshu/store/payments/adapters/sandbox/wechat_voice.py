"""WeChat Pay v3 as the sandbox speaks it."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
import re
import secrets
import time
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

from hongshu.store.payments.adapters.accounts import SandboxKeys, WechatAccount, public_pem
from hongshu.store.payments.adapters.china import CHINA, text_of, yuan
from hongshu.store.payments.adapters.sandbox.bank import Bank
from hongshu.store.payments.adapters.sandbox.shapes import (
    Refusal,
    SandboxRefund,
    SandboxTrade,
    Telling,
    fee_of,
)
from hongshu.store.payments.adapters.sandbox.signing import Signing, encrypt

NAME = "wechat"
SCHEME = "WECHATPAY2-SHA256-RSA2048"
_PARTS = re.compile(r'(\w+)="([^"]*)"')
_ASIDE_S = 300
_STATES = {"waiting": "NOTPAY", "paid": "SUCCESS", "closed": "CLOSED"}
_REFUND_STATES = {"pending": "PROCESSING", "settled": "SUCCESS", "refused": "CLOSED"}
_REFUSALS = {
    "unknown": (404, "RESOURCE_NOT_EXISTS", "查询的资源不存在"),
    "paid": (400, "ORDERPAID", "该订单已支付"),
    "not paid": (400, "INVALID_REQUEST", "订单未支付"),
    "too much": (400, "INVALID_REQUEST", "退款金额大于支付金额"),
    "another amount": (400, "PARAM_ERROR", "商户订单号重复"),
    "closed": (400, "ORDER_CLOSED", "订单已关闭"),
}
_HEADS = (
    *("交易时间", "公众账号ID", "商户号", "特约商户号", "设备号", "微信订单号", "商户订单号", "用户标识"),
    *(
        "交易类型",
        "交易状态",
        "付款银行",
        "货币种类",
        "应结订单金额",
        "代金券金额",
        "微信退款单号",
        "商户退款单号",
    ),
    *("退款金额", "充值券退款金额", "退款类型", "退款状态", "商品名称", "商户数据包", "手续费", "费率"),
    *("订单金额", "申请退款金额", "费率备注"),
)


class WechatVoice:
    """Reads requests of one merchant and answers them."""

    def __init__(self, account: WechatAccount, keys: SandboxKeys, bank: Bank, *, pages_url: str) -> None:
        self._account, self._bank, self._pages_url = account, bank, pages_url
        self._signing = Signing(private=keys.wechat, other_public=public_pem(keys.wechat_shop))

    def answer(
        self, method: str, target: str, authorization: str, body: bytes
    ) -> tuple[int, dict[str, str], bytes]:
        """Status, signed headers and body of the answer to a request; *target* is its path with the query."""
        if not self._is_theirs(method, target, authorization, body):
            return self._said(401, {"code": "SIGN_ERROR", "message": "签名错误"})
        path, query = urlsplit(target).path, parse_qs(urlsplit(target).query)
        try:
            told = json.loads(body) if body else {}
            status, said = self._do(method, path, query, told)
        except Refusal as refusal:
            status, code, message = _REFUSALS.get(str(refusal), (400, "PARAM_ERROR", "参数错误"))
            return self._said(status, {"code": code, "message": message})
        except (KeyError, TypeError, ValueError):
            return self._said(400, {"code": "PARAM_ERROR", "message": "参数错误"})
        return self._said(status, said)

    def notification(self, telling: Telling) -> tuple[dict[str, str], bytes]:
        """Headers and body of what is told, signed and dated anew each time."""
        whim, refund = telling.whim, telling.refund
        if refund is None:
            kind, original, associated = "TRANSACTION.SUCCESS", "transaction", "transaction"
            resource = self._transaction(telling.trade)
            resource["amount"]["total"] += whim.wrong_fen
        else:
            kind, original, associated = "REFUND.SUCCESS", "refund", "refund"
            if refund.state == "refused":
                kind = "REFUND.CLOSED"
            resource = self._refund_resource(refund, telling.trade, whim.wrong_fen)
        if whim.wrong_merchant:
            resource["mchid"] = "1900009999"
        nonce, sealed = encrypt(
            json.dumps(resource, ensure_ascii=False), secret=self._account.secret, associated=associated
        )
        said = {
            "id": telling.id,
            "create_time": datetime.now(tz=CHINA).isoformat(timespec="seconds"),
            "resource_type": "encrypt-resource",
            "event_type": kind,
            "summary": "支付成功" if refund is None else "退款",
            "resource": {
                "original_type": original,
                "algorithm": "AEAD_AES_256_GCM",
                "ciphertext": sealed,
                "associated_data": associated,
                "nonce": nonce,
            },
        }
        body = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
        return self._signed(body, is_forged=whim.is_forged), body.encode()

    def bill(self, day: date) -> bytes:
        """The trade bill of a day, packed: a table whose cells begin with a backtick."""
        return gzip.compress(self._table(day), mtime=0)

    def return_address(self, trade: SandboxTrade) -> str:
        """Where the buyer goes back to."""
        return trade.return_url

    def _do(self, method: str, path: str, query: Mapping[str, list[str]], told: Any) -> tuple[int, Any]:
        now = datetime.now(tz=UTC)
        parts = path.strip("/").split("/")
        match (method, parts[1:]):
            case ("POST", ["pay", "transactions", ("native" | "h5") as kind]):
                return 200, self._open(kind, told, now)
            case ("GET", ["pay", "transactions", "out-trade-no", number]):
                trade = self._bank.find(NAME, number, now=now)
                if trade is None or query["mchid"] != [self._account.merchant_id]:
                    return 404, {"code": "ORDER_NOT_EXIST", "message": "订单不存在"}
                return 200, self._transaction(trade)
            case ("POST", ["pay", "transactions", "out-trade-no", number, "close"]):
                self._bank.close(NAME, number, now=now)
                return 204, None
            case ("POST", ["refund", "domestic", "refunds"]):
                return 200, self._refund(told, now)
            case ("GET", ["refund", "domestic", "refunds", number]):
                refund = self._bank.find_refund(NAME, number, now=now)
                whose = self._bank.find(NAME, refund.trade_number, now=now) if refund else None
                if refund is None or whose is None:
                    raise Refusal("unknown")
                return 200, self._refund_answer(refund, whose)
            case ("GET", ["bill", "tradebill"]):
                day = query["bill_date"][0]
                table = self._table(date.fromisoformat(day))
                return 200, {
                    "hash_type": "SHA1",
                    "hash_value": hashlib.sha1(table, usedforsecurity=False).hexdigest(),
                    "download_url": f"{self._account.gateway}/v3/billdownload/file?token={day}",
                }
        return 404, {"code": "RESOURCE_NOT_EXISTS", "message": "查询的资源不存在"}

    def _open(self, kind: str, told: Mapping[str, Any], now: datetime) -> dict[str, str]:
        amount = told["amount"]
        if (told["mchid"], told["appid"]) != (self._account.merchant_id, self._account.app_id):
            raise Refusal("merchant")
        if amount["currency"] != "CNY" or (kind == "h5" and not told["scene_info"]["payer_client_ip"]):
            raise Refusal("amount")
        ends = (
            datetime.fromisoformat(told["time_expire"]) if "time_expire" in told else now + timedelta(hours=2)
        )
        trade = self._bank.open(
            provider=NAME,
            number=str(told["out_trade_no"]),
            fen=int(amount["total"]),
            subject=str(told["description"]),
            expires_at=ends,
            notify_url=str(told["notify_url"]),
            return_url="",
            now=now,
        )
        if trade.state != "waiting":
            raise Refusal(trade.state)
        page = f"{self._pages_url}/sandbox/pay/{trade.token}"
        # As with the real one, whoever sends a buyer to a page appends where they come back to.
        return {"h5_url": f"{page}?by=h5"} if kind == "h5" else {"code_url": page}

    def _transaction(self, trade: SandboxTrade) -> dict[str, Any]:
        state = _STATES[trade.state]
        if trade.state == "paid" and self._bank.given_back(NAME, trade.number):
            state = "REFUND"
        said: dict[str, Any] = {
            "appid": self._account.app_id, "mchid": self._account.merchant_id, "out_trade_no": trade.number,
            "trade_state": state, "trade_state_desc": state, "promotion_detail": [],
            "amount": {"total": trade.fen, "currency": "CNY"},
        }  # fmt: skip
        if trade.paid_at is not None:
            said |= {
                "transaction_id": trade.transaction_id, "trade_type": "NATIVE", "bank_type": "OTHERS",
                "success_time": trade.paid_at.astimezone(CHINA).isoformat(timespec="seconds"),
                "payer": {"openid": "oSandbox0000000000000000000"},
            }  # fmt: skip
            said["amount"] |= {"payer_total": trade.fen, "payer_currency": "CNY"}
        return said

    def _refund(self, told: Mapping[str, Any], now: datetime) -> dict[str, Any]:
        trade = self._bank.find(NAME, str(told["out_trade_no"]), now=now)
        if trade is None:
            raise Refusal("unknown")
        if int(told["amount"]["total"]) != trade.fen:
            raise Refusal("another amount")
        refund, _ = self._bank.refund(
            provider=NAME,
            number=str(told["out_refund_no"]),
            trade_number=trade.number,
            fen=int(told["amount"]["refund"]),
            reason=str(told.get("reason", "")),
            notify_url=str(told.get("notify_url", "")),
            now=now,
        )
        return self._refund_answer(refund, trade)

    def _refund_answer(self, refund: SandboxRefund, trade: SandboxTrade) -> dict[str, Any]:
        return {
            "refund_id": refund.refund_id, "out_refund_no": refund.number,
            "transaction_id": trade.transaction_id, "out_trade_no": trade.number, "channel": "ORIGINAL",
            "user_received_account": "支付用户零钱", "status": _REFUND_STATES[refund.state],
            "create_time": refund.made_at.astimezone(CHINA).isoformat(timespec="seconds"),
            "amount": {"total": trade.fen, "refund": refund.fen, "payer_total": trade.fen,
                       "payer_refund": refund.fen, "currency": "CNY"},
        }  # fmt: skip

    def _refund_resource(self, refund: SandboxRefund, trade: SandboxTrade, wrong_fen: int) -> dict[str, Any]:
        return {
            "mchid": self._account.merchant_id, "transaction_id": trade.transaction_id,
            "out_trade_no": trade.number, "refund_id": refund.refund_id, "out_refund_no": refund.number,
            "refund_status": _REFUND_STATES[refund.state], "user_received_account": "支付用户零钱",
            "success_time": refund.ready_at.astimezone(CHINA).isoformat(timespec="seconds"),
            "amount": {"total": trade.fen, "refund": refund.fen + wrong_fen, "payer_total": trade.fen,
                       "payer_refund": refund.fen},
        }  # fmt: skip

    def _table(self, day: date) -> bytes:
        trades, refunds = self._bank.of_day(NAME, day, now=datetime.now(tz=UTC))
        table = io.StringIO()
        rows = csv.writer(table, lineterminator="\r\n")
        rows.writerow(_HEADS)
        for trade in trades:
            assert trade.paid_at is not None, "a paid one has its moment"
            rows.writerow(self._bill_row(trade, None, text_of(trade.paid_at)))
        for refund, trade in refunds:
            rows.writerow(self._bill_row(trade, refund, text_of(refund.ready_at)))
        rows.writerow(("总交易单数", "应结订单总金额", "退款总金额"))
        rows.writerow((f"`{len(trades) + len(refunds)}", f"`{yuan(sum(each.fen for each in trades))}",
                       f"`{yuan(sum(refund.fen for refund, _ in refunds))}"))  # fmt: skip
        return table.getvalue().encode()

    def _bill_row(self, trade: SandboxTrade, refund: SandboxRefund | None, at: str) -> list[str]:
        fee = fee_of(trade.fen) if refund is None else -fee_of(refund.fen)
        row = dict.fromkeys(_HEADS, "")
        row |= {
            "交易时间": at, "公众账号ID": self._account.app_id, "商户号": self._account.merchant_id,
            "微信订单号": trade.transaction_id, "商户订单号": trade.number, "交易类型": "NATIVE",
            "交易状态": "SUCCESS" if refund is None else "REFUND", "货币种类": "CNY",
            "应结订单金额": yuan(trade.fen if refund is None else 0), "商品名称": trade.subject,
            "手续费": ("-" if fee < 0 else "") + yuan(abs(fee)) + "000", "费率": "0.60%",
            "订单金额": yuan(trade.fen if refund is None else 0), "申请退款金额": "0.00",
        }  # fmt: skip
        if refund is not None:
            row |= {
                "微信退款单号": refund.refund_id, "商户退款单号": refund.number, "退款状态": "SUCCESS",
                "退款金额": yuan(refund.fen), "申请退款金额": yuan(refund.fen),
            }  # fmt: skip
        return [f"`{cell}" for cell in row.values()]

    def _said(self, status: int, said: Any) -> tuple[int, dict[str, str], bytes]:
        body = "" if said is None else json.dumps(said, ensure_ascii=False, separators=(",", ":"))
        return status, self._signed(body), body.encode()

    def _signed(self, body: str, *, is_forged: bool = False) -> dict[str, str]:
        at, nonce = str(int(time.time())), secrets.token_hex(16)
        return {
            "Content-Type": "application/json; charset=utf-8",
            "Wechatpay-Timestamp": at,
            "Wechatpay-Nonce": nonce,
            "Wechatpay-Serial": self._account.public_key_id,
            "Wechatpay-Signature": self._signing.sign(f"{at}\n{nonce}\n{body}\n", is_forged=is_forged),
            "Wechatpay-Signature-Type": SCHEME,
        }

    def _is_theirs(self, method: str, target: str, authorization: str, body: bytes) -> bool:
        scheme, _, rest = authorization.partition(" ")
        told = dict(_PARTS.findall(rest))
        if scheme != SCHEME or told.get("mchid") != self._account.merchant_id:
            return False
        at, nonce = told.get("timestamp", ""), told.get("nonce_str", "")
        if not at.isdecimal() or abs(int(at) - time.time()) > _ASIDE_S:
            return False
        signed = f"{method}\n{target}\n{at}\n{nonce}\n{body.decode(errors='replace')}\n"
        is_our_key = told.get("serial_no") == self._account.serial
        return is_our_key and self._signing.is_theirs(signed, told.get("signature", ""))
