"""Alipay as the sandbox speaks it: signed requests in, signed answers and notifications out."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlencode

from hongshu.store.payments.adapters.accounts import AlipayAccount, SandboxKeys, public_pem
from hongshu.store.payments.adapters.china import fen_of, moment_of, text_of, yuan
from hongshu.store.payments.adapters.sandbox.bank import Bank
from hongshu.store.payments.adapters.sandbox.shapes import Refusal, SandboxTrade, Telling, fee_of
from hongshu.store.payments.adapters.sandbox.signing import Signing

NAME = "alipay"
_STATES = {"waiting": "WAIT_BUYER_PAY", "paid": "TRADE_SUCCESS", "closed": "TRADE_CLOSED"}
_PAGES = ("alipay.trade.page.pay", "alipay.trade.wap.pay")
_REFUSALS = {
    "unknown": ("ACQ.TRADE_NOT_EXIST", "交易不存在"),
    "paid": ("ACQ.REASON_TRADE_STATUS_INVALID", "交易状态异常"),
    "not paid": ("ACQ.TRADE_STATUS_ERROR", "交易状态不合法"),
    "too much": ("ACQ.REASON_TRADE_REFUND_FEE_ERR", "退款金额无效"),
    "another amount": ("ACQ.INVALID_PARAMETER", "参数无效"),
    "refused": ("ACQ.TRADE_HAS_FINISHED", "交易已完结"),
}
_HEADS = (
    *("支付宝交易号", "商户订单号", "业务类型", "商品名称", "创建时间", "完成时间", "门店编号", "门店名称"),
    *("操作员", "终端号", "对方账户", "订单金额（元）", "商家实收（元）", "支付宝红包（元）", "集分宝（元）"),
    *("支付宝优惠（元）", "商家优惠（元）", "券核销金额（元）", "券名称", "商家红包消费金额（元）"),
    *("卡消费金额（元）", "退款批次号/请求号", "服务费（元）", "分润（元）", "备注"),
)


class NotSigned(Exception):
    """A request without the shop's signature."""


class AlipayVoice:
    """Reads requests of one shop and answers them."""

    def __init__(self, account: AlipayAccount, keys: SandboxKeys, bank: Bank, *, port: int) -> None:
        self._account, self._bank, self._port = account, bank, port
        self._signing = Signing(private=keys.alipay, other_public=public_pem(keys.alipay_shop))

    def open_page(self, asked: Mapping[str, str]) -> SandboxTrade:
        """The buyer opens a signed address: the payment is there from now on. Raises NotSigned, Refusal."""
        content = self._content(asked)
        now = datetime.now(tz=UTC)
        if asked.get("method") not in _PAGES:
            raise Refusal("method")
        fen, ends = fen_of(str(content["total_amount"])), moment_of(str(content.get("time_expire", "")))
        if ends is not None and ends <= now:
            raise Refusal("closed")
        return self._bank.open(
            provider=NAME,
            number=str(content["out_trade_no"]),
            fen=fen or 0,
            subject=str(content["subject"]),
            expires_at=ends or now + timedelta(days=15),
            notify_url=asked.get("notify_url", ""),
            return_url=asked.get("return_url", ""),
            now=now,
        )

    def answer(self, asked: Mapping[str, str]) -> bytes:
        """The answer to a request of the shop's server, signed unless the request was not."""
        method = asked.get("method", "")
        try:
            content = self._content(asked)
        except NotSigned:
            said = {"code": "40002", "msg": "Invalid Arguments", "sub_code": "isv.invalid-signature",
                    "sub_msg": "验签出错"}  # fmt: skip
            return json.dumps({"error_response": said}, ensure_ascii=False).encode()
        try:
            said = {"code": "10000", "msg": "Success", **self._do(method, content)}
        except Refusal as refusal:
            sub_code, sub_msg = _REFUSALS.get(str(refusal), ("ACQ.INVALID_PARAMETER", "参数无效"))
            said = {"code": "40004", "msg": "Business Failed", "sub_code": sub_code, "sub_msg": sub_msg}
        node = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
        name = method.replace(".", "_") + "_response"
        return f'{{"{name}":{node},"sign":"{self._signing.sign(node)}"}}'.encode()

    def notification(self, telling: Telling) -> tuple[dict[str, str], bytes]:
        """Headers and body of what is told; retold under the same id with the same time."""
        trade, refund, whim = telling.trade, telling.refund, telling.whim
        told_at = refund.ready_at if refund else trade.paid_at or trade.made_at
        said = {
            "notify_time": text_of(told_at), "notify_type": "trade_status_sync", "notify_id": telling.id,
            "app_id": self._account.app_id, "charset": "utf-8", "version": "1.0",
            "auth_app_id": self._account.app_id, "trade_no": trade.transaction_id,
            "out_trade_no": trade.number, "buyer_id": "2088000000000777",
            "seller_id": "2088000000000999" if whim.wrong_merchant else self._account.seller_id,
            "trade_status": _STATES[trade.state], "total_amount": yuan(trade.fen + whim.wrong_fen),
            "receipt_amount": yuan(trade.fen), "buyer_pay_amount": yuan(trade.fen), "subject": trade.subject,
            "gmt_create": text_of(trade.made_at), "gmt_payment": text_of(trade.paid_at or trade.made_at),
        }  # fmt: skip
        if refund is not None:
            said |= {"refund_fee": yuan(telling.given_back_fen), "out_biz_no": refund.number,
                     "gmt_refund": text_of(refund.ready_at)}  # fmt: skip
            if telling.given_back_fen == trade.fen:
                said["trade_status"] = "TRADE_CLOSED"
        signed = "&".join(f"{name}={value}" for name, value in sorted(said.items()))
        said |= {"sign_type": "RSA2", "sign": self._signing.sign(signed, is_forged=whim.is_forged)}
        return {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}, urlencode(said).encode()

    def return_address(self, trade: SandboxTrade) -> str:
        """Where the buyer goes back to, with what Alipay says beside it."""
        said = {
            "charset": "utf-8", "out_trade_no": trade.number, "method": "alipay.trade.page.pay.return",
            "total_amount": yuan(trade.fen), "trade_no": trade.transaction_id,
            "auth_app_id": self._account.app_id, "version": "1.0", "app_id": self._account.app_id,
            "seller_id": self._account.seller_id, "timestamp": text_of(datetime.now(tz=UTC)),
        }  # fmt: skip
        signed = "&".join(f"{name}={value}" for name, value in sorted(said.items()))
        said |= {"sign_type": "RSA2", "sign": self._signing.sign(signed)}
        return f"{trade.return_url}{'&' if '?' in trade.return_url else '?'}{urlencode(said)}"

    def bill(self, day: date) -> bytes:
        """The trade bill of a day: a ZIP with a table in GBK."""
        trades, refunds = self._bank.of_day(NAME, day, now=datetime.now(tz=UTC))
        table = io.StringIO()
        table.write(f"#支付宝业务明细查询\n#账号：[{self._account.seller_id}]\n#起始日期：[{day}]\n")
        rows = csv.writer(table, lineterminator="\n")
        rows.writerow(_HEADS)
        for trade in trades:
            assert trade.paid_at is not None, "a paid one has its moment"
            rows.writerow(
                _bill_row(
                    trade, "交易", fen=trade.fen, request="", done_at=trade.paid_at, fee=-fee_of(trade.fen)
                )
            )
        for refund, trade in refunds:
            rows.writerow(
                _bill_row(
                    trade,
                    "退款",
                    fen=-refund.fen,
                    request=refund.number,
                    done_at=refund.ready_at,
                    fee=fee_of(refund.fen),
                )
            )
        table.write("#业务明细列表结束\n")
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as files:
            name = f"{self._account.seller_id}_{day:%Y%m%d}_业务明细.csv"
            files.writestr(name, table.getvalue().encode("gbk", errors="replace"))
        return packed.getvalue()

    def _content(self, asked: Mapping[str, str]) -> dict[str, object]:
        signed = "&".join(f"{name}={value}" for name, value in sorted(asked.items()) if name != "sign")
        if asked.get("app_id") != self._account.app_id or not self._signing.is_theirs(
            signed, asked.get("sign", "")
        ):
            raise NotSigned
        content = json.loads(asked.get("biz_content") or "{}")
        return dict(content)

    def _do(self, method: str, content: Mapping[str, object]) -> dict[str, str]:
        now = datetime.now(tz=UTC)
        number = str(content.get("out_trade_no", ""))
        if method == "alipay.trade.query":
            return self._query(number, now)
        if method == "alipay.trade.close":
            self._bank.close(NAME, number, now=now)
            return {"out_trade_no": number}
        if method == "alipay.trade.refund":
            return self._refund(number, content, now)
        if method == "alipay.trade.fastpay.refund.query":
            found = self._bank.find_refund(NAME, str(content["out_request_no"]), now=now)
            if found is None or found.state == "refused":
                return {}
            said = {"out_trade_no": number, "out_request_no": found.number, "refund_amount": yuan(found.fen)}
            return said | ({"refund_status": "REFUND_SUCCESS"} if found.state == "settled" else {})
        if method == "alipay.data.dataservice.bill.downloadurl.query":
            token = self._signing.sign(str(content["bill_date"]))
            query = urlencode({"day": str(content["bill_date"]), "token": token})
            return {"bill_download_url": f"http://127.0.0.1:{self._port}/alipay/bill?{query}"}
        raise Refusal("method")

    def may_have_bill(self, day: str, token: str) -> bool:
        """Whether an address of a bill is one that we gave."""
        return self._signing.sign(day) == token

    def _query(self, number: str, now: datetime) -> dict[str, str]:
        trade = self._bank.find(NAME, number, now=now)
        if trade is None:
            raise Refusal("unknown")
        said = {
            "trade_no": trade.transaction_id, "out_trade_no": trade.number,
            "trade_status": _STATES[trade.state], "total_amount": yuan(trade.fen),
            "buyer_logon_id": "san***@example.com", "buyer_user_id": "2088000000000777",
        }  # fmt: skip
        if trade.paid_at is not None:
            said |= {"send_pay_date": text_of(trade.paid_at), "receipt_amount": yuan(trade.fen)}
            if self._bank.given_back(NAME, number) == trade.fen:
                said["trade_status"] = "TRADE_CLOSED"
        return said

    def _refund(self, number: str, content: Mapping[str, object], now: datetime) -> dict[str, str]:
        trade = self._bank.find(NAME, number, now=now)
        refund, is_new = self._bank.refund(
            provider=NAME,
            number=str(content["out_request_no"]),
            trade_number=number,
            fen=fen_of(str(content["refund_amount"])) or 0,
            reason=str(content.get("refund_reason", "")),
            notify_url=trade.notify_url if trade else "",
            now=now,
        )
        if refund.state == "refused":
            raise Refusal("refused")
        return {
            "trade_no": trade.transaction_id if trade else "",
            "out_trade_no": number,
            "refund_fee": yuan(self._bank.given_back(NAME, number)),
            "fund_change": "Y" if is_new and refund.state == "settled" else "N",
        }


def _bill_row(
    trade: SandboxTrade, kind: str, *, fen: int, request: str, done_at: datetime, fee: int
) -> list[str]:
    row = dict.fromkeys(_HEADS, "")
    row |= {
        "支付宝交易号": trade.transaction_id, "商户订单号": trade.number, "业务类型": kind,
        "商品名称": trade.subject, "创建时间": text_of(trade.made_at), "完成时间": text_of(done_at),
        "对方账户": "san***@example.com", "订单金额（元）": _signed(fen), "商家实收（元）": _signed(fen),
        "退款批次号/请求号": request, "服务费（元）": _signed(fee), "分润（元）": "0.00",
    }  # fmt: skip
    return list(row.values())


def _signed(fen: int) -> str:
    return ("-" if fen < 0 else "") + yuan(abs(fen))
