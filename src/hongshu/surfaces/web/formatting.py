"""How numbers, prices, times and texts are written in the language of the page."""

from __future__ import annotations

import datetime as calendar
import re
from collections.abc import Collection
from datetime import UTC, datetime, timedelta

from babel.dates import format_date
from babel.numbers import format_currency
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from markupsafe import Markup, escape

from hongshu.community.notes.queries import split_mentions
from hongshu.kernel.money import CURRENCY_DIGITS, Money
from hongshu.surfaces.web.viewer import page_language

_LOCALES = {"zh": "zh_Hans_CN", "en": "en"}
_PARAGRAPH = re.compile(r"\n\s*\n")
_MINUTE_S, _HOUR_S, _DAY_S = 60, 3600, 86400


def compact_count(count: int) -> str:
    """1.2万 in Chinese, 12K in English; small counts are written out."""
    if page_language() == "zh":
        return _shortened(count, ((100_000_000, "亿"), (10_000, "万")))
    return _shortened(count, ((1_000_000_000, "B"), (1_000_000, "M"), (1_000, "K")))


def _shortened(count: int, steps: tuple[tuple[int, str], ...]) -> str:
    for size, letter in steps:
        if count >= size:
            # Cut, not rounded: 9,999 is not yet ten thousand.
            tenths = count * 10 // size
            whole, tenth = divmod(tenths, 10)
            return f"{whole}.{tenth}{letter}" if tenth and whole < 100 else f"{whole}{letter}"
    return str(count)


def money(price: Money) -> str:
    """A price: whole amounts without decimals; the yuan sign alone stands for the selling currency."""
    digits = CURRENCY_DIGITS[price.currency]
    whole = price.amount_minor % 10**digits == 0
    pattern = "¤#,##0" if whole else "¤#,##0." + "0" * digits
    text = format_currency(
        price.amount, price.currency, format=pattern, locale=_LOCALES[page_language()], currency_digits=False
    )
    if price.currency == "CNY":
        return text.replace("CN¥", "¥")
    return _unambiguous(text, price.currency)


def _unambiguous(text: str, currency: str) -> str:
    # A bare ¥ or $ would be taken for yuan, or for anybody's dollar, beside prices in CNY.
    for sign, name in (("¥", "JPY"), ("$", "USD")):
        if currency == name and sign in text and not re.search(r"[A-Z]" + re.escape(sign), text):
            return text.replace(sign, name[:2] + sign)
    return text


def ago(moment: datetime, *, now: datetime | None = None) -> str:
    """How long ago something was, as people say it; older than a week is a date."""
    now = now or datetime.now(UTC)
    seconds = max(0, int((now - moment).total_seconds()))
    if seconds < _MINUTE_S:
        return _("just now")
    if seconds < _HOUR_S:
        return _("%(count)s min ago") % {"count": seconds // _MINUTE_S}
    if seconds < _DAY_S:
        return _("%(count)s h ago") % {"count": seconds // _HOUR_S}
    local, today = timezone.localtime(moment), timezone.localtime(now).date()
    if local.date() == today - timedelta(days=1):
        return _("yesterday %(time)s") % {"time": f"{local:%H:%M}"}
    if seconds < 7 * _DAY_S:
        return _("%(count)s d ago") % {"count": (today - local.date()).days}
    return date(moment, now=now)


def date(moment: datetime, *, now: datetime | None = None) -> str:
    """A date in the style of the language; the year only when it is another one."""
    local = timezone.localtime(moment).date()
    this_year = local.year == timezone.localtime(now or datetime.now(UTC)).year
    if page_language() == "zh":
        return f"{local:%m-%d}" if this_year else f"{local:%Y-%m-%d}"
    return format_date(local, "d MMM" if this_year else "d MMM y", locale="en")


def day(on: calendar.date) -> str:
    """A calendar day, with its year: what stands on a package or in a law has no zone."""
    if page_language() == "zh":
        return f"{on.year}年{on.month}月{on.day}日"
    return format_date(on, "d MMM y", locale="en")


def month(on: calendar.date) -> str:
    """A calendar month with its year."""
    return f"{on.year}年{on.month}月" if page_language() == "zh" else format_date(on, "MMMM y", locale="en")


def time_element(moment: datetime) -> Markup:
    """``<time>`` with the exact moment in its attributes and the spoken one as text."""
    local = timezone.localtime(moment)
    return Markup('<time datetime="{}" title="{}">{}</time>').format(
        local.isoformat(timespec="seconds"), f"{local:%Y-%m-%d %H:%M}", ago(moment)
    )


def moment(at: datetime) -> str:
    """A day and time in the site's zone."""
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}"


def site_local(text: str) -> str:
    """A moment in ISO 8601 as a field for day and time shows it, in the site's zone; other text as it is."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return text
    return f"{timezone.localtime(at) if at.tzinfo else at:%Y-%m-%dT%H:%M}"


def paragraphs(text: str) -> Markup:
    """A member's text as paragraphs: blank lines part them, single line ends stay. Everything is escaped."""
    parts = [part.strip("\n") for part in _PARAGRAPH.split(text.replace("\r\n", "\n").strip())]
    return Markup("").join(
        Markup("<p>{}</p>").format(Markup("<br>").join(escape(line) for line in part.split("\n")))
        for part in parts
        if part
    )


def body(text: str, mentions: Collection[str] = ()) -> Markup:
    """A note's text as paragraphs, with links where it names one of the members of *mentions*."""
    if not mentions:
        return paragraphs(text)
    parts = [part.strip("\n") for part in _PARAGRAPH.split(text.replace("\r\n", "\n").strip())]
    return Markup("").join(Markup("<p>{}</p>").format(_linked(part, mentions)) for part in parts if part)


def _linked(part: str, mentions: Collection[str]) -> Markup:
    pieces = []
    for piece, handle in split_mentions(part):
        said = Markup("<br>").join(escape(line) for line in piece.split("\n"))
        if handle in mentions:
            said = Markup('<a class="mention" href="{}">{}</a>').format(
                reverse("member", args=[handle]), said
            )
        pieces.append(said)
    return Markup("").join(pieces)


def html_language(language: str) -> str:
    """The value of ``lang`` for "zh" or "en"; other tags stay as they are."""
    return "zh-Hans" if language.startswith("zh") else language or "und"


def cover_ratio(ratio: float) -> str:
    """Height over width of a card's cover, kept between 3:4 lying and 4:3 standing and a little."""
    return f"{min(1.42, max(0.72, ratio)):.4f}"
