"""The sandbox's pages: pay, paid, and no longer to be paid; in Chinese and English."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from html import escape
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from hongshu.store.payments.adapters.china import CHINA, yuan
from hongshu.store.payments.adapters.sandbox.shapes import SandboxTrade, Whim

LANGUAGES = ("zh", "en")
# What a visitor can have the sandbox do with this payment, to see what the shop makes of it.
WHIMS: dict[str, Whim] = {
    "well": Whim(),
    "late": Whim(late_s=20),
    "twice": Whim(times=3),
    "silent": Whim(is_silent=True),
    "wrong": Whim(wrong_fen=-1),
    "forged": Whim(is_forged=True),
}
_WORDS: dict[str, dict[str, str]] = {
    "zh": {
        "ribbon": "支付沙箱：仅供试用，不会扣任何钱",
        "alipay": "支付宝（沙箱）", "wechat": "微信支付（沙箱）", "shop": "收款方：红书商城",
        "other": "English", "due": "应付金额", "what": "商品", "number": "订单号", "until": "请在此前支付",
        "pay": "确认支付", "leave": "取消，返回商城", "whims": "试试出错的情况",
        "about": "选一种，看看商城如何应对：",
        "well": "一切正常", "late": "通知晚到 20 秒", "twice": "通知重复三次", "silent": "从不通知",
        "wrong": "通知里的金额不对", "forged": "通知的签名是伪造的",
        "paid": "支付成功", "thanks": "已支付（沙箱，未扣款）", "back": "返回商城",
        "scanned": "可以关闭此页，商城会自动更新。",
        "closed": "此笔支付已关闭", "again": "超过支付时间或订单已取消。请回到商城重新下单。",
        "none": "没有这笔支付", "lost": "链接不完整，或不是由商城签名的。",
        "down": "支付沙箱暂停服务", "wait": "有人让沙箱假装宕机。稍后再试。",
        "foot": "红书支付沙箱 · 用真实的签名与报文格式，不连接任何支付机构",
    },
    "en": {
        "ribbon": "Payment sandbox: for trying out. No money moves",
        "alipay": "Alipay (sandbox)", "wechat": "WeChat Pay (sandbox)", "shop": "Paid to: Hongshu store",
        "other": "中文", "due": "To pay", "what": "For", "number": "Order", "until": "Pay before",
        "pay": "Pay", "leave": "Cancel and go back to the store", "whims": "Try what can go wrong",
        "about": "Choose one, and see what the store makes of it:",
        "well": "Everything goes well", "late": "The notification comes 20 s late",
        "twice": "The notification comes three times", "silent": "No notification ever comes",
        "wrong": "The notification says another amount", "forged": "The notification’s signature is forged",
        "paid": "Paid", "thanks": "In the sandbox: no money was taken", "back": "Back to the store",
        "scanned": "You can close this page; the store updates by itself.",
        "closed": "This payment is closed",
        "again": "Its time ran out, or the order was cancelled. Order again in the store.",
        "none": "There is no such payment", "lost": "The link is incomplete, or not signed by the store.",
        "down": "The payment sandbox is away", "wait": "Somebody told it to play dead. Try again later.",
        "foot": "Hongshu payment sandbox · real signatures and formats, connected to no payment provider",
    },
}  # fmt: skip
_TICK = (
    '<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2.6" stroke-linecap="round"'
    ' stroke-linejoin="round" aria-hidden="true"><path d="M4.5 12.5 10 18 19.5 7"/></svg>'
)
_MARKS = {"alipay": "支", "wechat": _TICK}


def language_of(chosen: str, accepted: str) -> str:
    """The language of a page: chosen, or what the browser likes better, or Chinese."""
    if chosen in LANGUAGES:
        return chosen
    liked = [each.split(";")[0].strip().lower()[:2] for each in accepted.split(",")]
    return next((each for each in liked if each in LANGUAGES), "zh")


def pay_page(trade: SandboxTrade, *, language: str, return_url: str, now: datetime) -> str:
    """What is to be paid, and the two buttons."""
    words = _WORDS[language]
    until = trade.expires_at.astimezone(CHINA)
    shown = f"{until:%H:%M}" if until.date() == now.astimezone(CHINA).date() else f"{until:%Y-%m-%d %H:%M}"
    choices = "".join(
        f'<label><input type="radio" name="whim" value="{name}"{" checked" if name == "well" else ""}>'
        f"{words[name]}</label>"
        for name in WHIMS
    )
    hidden = f'<input type="hidden" name="redirect_url" value="{escape(return_url)}">'
    leave = f'<button class="leave" name="do" value="leave">{words["leave"]}</button>'
    can_leave = trade.return_url or return_url
    return _page(
        trade.provider,
        language,
        f"""<form method="post" action="/sandbox/pay/{trade.token}?lang={language}">{hidden}
<section class="card"><p class="label">{words["due"]}</p>
<p class="amount"><span>¥</span>{yuan(trade.fen)}</p>
<dl><div><dt>{words["what"]}</dt><dd>{escape(trade.subject)}</dd></div>
<div><dt>{words["number"]}</dt><dd>{escape(trade.number)}</dd></div>
<div><dt>{words["until"]}</dt><dd><time datetime="{until.isoformat()}">{shown}</time></dd></div></dl>
<button class="pay" name="do" value="pay">{words["pay"]} ¥{yuan(trade.fen)}</button>
{leave if can_leave else ""}</section>
<details class="card whims"><summary>{words["whims"]}</summary>
<fieldset><legend>{words["about"]}</legend>{choices}</fieldset></details></form>""",
        return_url=return_url,
    )


def paid_page(trade: SandboxTrade, *, language: str, back: str) -> str:
    """It is paid; with a way back where there is one."""
    words = _WORDS[language]
    way = (
        f'<a class="button pay" href="{escape(back)}">{words["back"]}</a>'
        if back
        else f"<p>{words['scanned']}</p>"
    )
    return _page(
        trade.provider,
        language,
        f"""<section class="card done"><div class="tick">{_TICK}</div><h1>{words["paid"]}</h1>
<p class="amount"><span>¥</span>{yuan(trade.fen)}</p><p>{words["thanks"]}</p>{way}</section>""",
    )


def plain_page(provider: str, title: str, text: str, *, language: str, back: str = "") -> str:
    """A page that says one thing; *title* and *text* name its words."""
    words = _WORDS[language]
    way = f'<a class="button pay" href="{escape(back)}">{words["back"]}</a>' if back else ""
    return _page(
        provider,
        language,
        f'<section class="card done"><h1>{words[title]}</h1><p>{words[text]}</p>{way}</section>',
    )


def safe_return(url: str) -> str:
    """An address to go back to: http or https, or none."""
    return url if urlsplit(url).scheme in ("http", "https") else ""


@cache
def style() -> str:
    """The style sheet, which stands in each page."""
    return (Path(__file__).parent / "page.css").read_text(encoding="utf-8")


def _page(provider: str, language: str, content: str, *, return_url: str = "") -> str:
    words = _WORDS[language]
    other = "en" if language == "zh" else "zh"
    way = escape(f"?{urlencode({'lang': other, **({'redirect_url': return_url} if return_url else {})})}")
    return f"""<!doctype html>
<html lang="{"zh-Hans" if language == "zh" else "en"}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">
<title>{words[provider]}</title><style>{style()}</style></head>
<body class="{provider}"><div class="ribbon" role="note">{words["ribbon"]}</div><main>
<header><span class="mark" aria-hidden="true">{_MARKS[provider]}</span>
<span class="who">{words[provider]}<small>{words["shop"]}</small></span>
<a class="languages" href="{way}" hreflang="{other}" lang="{other}">{words["other"]}</a></header>
{content}
<p class="foot">{words["foot"]}</p></main></body></html>"""
