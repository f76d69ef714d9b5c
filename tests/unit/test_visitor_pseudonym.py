"""Who a visitor is without a cookie."""

from __future__ import annotations

from datetime import date

import pytest
from django.http import HttpRequest

from hongshu.config.middleware import address_of, pseudonym

TODAY = date(2026, 11, 25)


def request_from(peer: str, forwarded: str = "") -> HttpRequest:
    request = HttpRequest()
    request.META["REMOTE_ADDR"] = peer
    if forwarded:
        request.META["HTTP_X_FORWARDED_FOR"] = forwarded
    return request


def test_the_same_browser_is_recognised_on_the_same_day_only() -> None:
    name = pseudonym("198.51.100.7", "Firefox", TODAY)
    assert name == pseudonym("198.51.100.7", "Firefox", TODAY)
    assert name != pseudonym("198.51.100.7", "Firefox", date(2026, 11, 26))


def test_another_address_or_browser_is_another_visitor() -> None:
    names = {
        pseudonym("198.51.100.7", "Firefox", TODAY),
        pseudonym("198.51.100.8", "Firefox", TODAY),
        pseudonym("198.51.100.7", "Safari", TODAY),
        pseudonym("198.51.100.7F", "irefox", TODAY),
    }
    assert len(names) == 4


def test_a_pseudonym_is_sixteen_plain_characters_whatever_the_browser_calls_itself() -> None:
    for browser in ("", "微信", "\udcff", "x" * 10_000):
        name = pseudonym("", browser, TODAY)
        assert len(name) == 16
        assert name.isascii()


@pytest.mark.parametrize(
    "peer, forwarded, address",
    [
        ("203.0.114.5", "", "203.0.114.5"),
        ("203.0.114.5", "198.51.101.1", "203.0.114.5"),
        ("127.0.0.1", "", "127.0.0.1"),
        ("127.0.0.1", "198.51.101.1", "198.51.101.1"),
        ("::1", "a lie, 198.51.101.1", "198.51.101.1"),
        ("10.0.0.2", "1.1.1.1, 198.51.101.1", "198.51.101.1"),
        ("", "198.51.101.1", "198.51.101.1"),
        ("", "", ""),
    ],
)
def test_only_a_proxy_of_our_network_is_believed_and_only_what_it_added(
    peer: str, forwarded: str, address: str
) -> None:
    assert address_of(request_from(peer, forwarded)) == address
