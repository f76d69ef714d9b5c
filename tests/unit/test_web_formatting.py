"""Numbers, prices, times and texts are written as each language writes them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation

from hongshu.kernel.money import Money
from hongshu.surfaces.web import formatting

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("count", "zh", "en"),
    [
        (0, "0", "0"),
        (999, "999", "999"),
        (1_234, "1234", "1.2K"),
        (9_999, "9999", "9.9K"),
        (10_000, "1万", "10K"),
        (12_345, "1.2万", "12.3K"),
        (1_234_567, "123万", "1.2M"),
        (120_000_000, "1.2亿", "120M"),
    ],
)
def test_counts_are_cut_not_rounded_up(count: int, zh: str, en: str) -> None:
    with translation.override("zh-hans"):
        assert formatting.compact_count(count) == zh
    with translation.override("en"):
        assert formatting.compact_count(count) == en


@pytest.mark.parametrize(
    ("price", "zh", "en"),
    [
        (Money(12_800, "CNY"), "¥128", "¥128"),
        (Money(1_234_550, "CNY"), "¥12,345.50", "¥12,345.50"),
        (Money(5_900, "USD"), "US$59", "US$59"),
        (Money(3_300, "JPY"), "JP¥3,300", "JP¥3,300"),
        (Money(1_050, "EUR"), "€10.50", "€10.50"),
    ],
)
def test_prices_tell_their_currency(price: Money, zh: str, en: str) -> None:
    with translation.override("zh-hans"):
        assert formatting.money(price) == zh
    with translation.override("en"):
        assert formatting.money(price) == en


@pytest.mark.parametrize(
    ("age", "zh", "en"),
    [
        (timedelta(seconds=5), "刚刚", "just now"),
        (timedelta(minutes=5), "5分钟前", "5 min ago"),
        (timedelta(hours=3), "3小时前", "3 h ago"),
        (timedelta(hours=30), "昨天 14:00", "yesterday 14:00"),
        (timedelta(days=3), "3天前", "3 d ago"),
        (timedelta(days=30), "10-25", "25 Oct"),
        (timedelta(days=400), "2025-10-20", "20 Oct 2025"),
        (timedelta(seconds=-30), "刚刚", "just now"),
    ],
)
def test_ages_are_spoken(age: timedelta, zh: str, en: str) -> None:
    with translation.override("zh-hans"):
        assert formatting.ago(NOW - age, now=NOW) == zh
    with translation.override("en"):
        assert formatting.ago(NOW - age, now=NOW) == en


def test_a_members_text_cannot_bring_markup() -> None:
    made = formatting.paragraphs("one <b>\r\ntwo\n\n\n<script>three</script>")
    assert str(made) == "<p>one &lt;b&gt;<br>two</p><p>&lt;script&gt;three&lt;/script&gt;</p>"
