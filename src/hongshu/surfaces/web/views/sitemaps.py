"""What machines ask first: robots.txt, the sitemap's index and its parts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from xml.sax.saxutils import escape

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from hongshu.flows.pages import queries
from hongshu.flows.pages.contracts import Address
from hongshu.surfaces.web.sharing import public_url

_NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_FOR_ALL = "public, max-age=3600"
# Which page a kind of address leads to.
_PAGES = {
    "notes": "note",
    "products": "product",
    "members": "member",
    "topics": "topic",
    "brands": "brand",
    "categories": "category",
}
_ALONE = ("explore", "shop", "destinations", "nearby")
# Nothing to read for machines: forms, searches, what is one's own.
_CLOSED = ("/account/", "/api/", "/console/", "/publish", "/search", "/settings", "/language/", "/theme/")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What machines may read, and where it is listed."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in _CLOSED)]
    lines += ["Disallow: /*?cursor=", f"Sitemap: {public_url(reverse('sitemap'))}"]
    response = HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
    response["Cache-Control"] = _FOR_ALL
    return response


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The sitemap's parts."""
    places = [reverse("sitemap_part", args=["pages", "all"])]
    places += [
        reverse("sitemap_part", args=[part.kind, part.first or "all"])
        for part in queries.list_address_parts()
    ]
    entries = "".join(f"<sitemap><loc>{escape(public_url(place))}</loc></sitemap>\n" for place in places)
    text = f"{_HEAD}<sitemapindex {_NAMESPACE}>\n{entries}</sitemapindex>\n"
    response = HttpResponse(text, content_type="application/xml")
    response["Cache-Control"] = _FOR_ALL
    return response


@require_safe
def part(request: HttpRequest, kind: str, first: str) -> HttpResponseBase:
    """One part, streamed as it is read."""
    if kind == "pages":
        addresses: Iterator[str] = (_entry(reverse(name)) for name in _ALONE)
    else:
        found = queries.iter_addresses(kind, "" if first == "all" else first)
        addresses = (_entry_of(kind, address) for address in found)
    response = StreamingHttpResponse(_urlset(addresses), content_type="application/xml")
    response["Cache-Control"] = _FOR_ALL
    return response


def _urlset(entries: Iterator[str]) -> Iterator[str]:
    yield f"{_HEAD}<urlset {_NAMESPACE}>\n"
    yield from entries
    yield "</urlset>\n"


def _entry_of(kind: str, address: Address) -> str:
    return _entry(reverse(_PAGES[kind], args=[address.name]), address.changed_at)


def _entry(path: str, changed_at: datetime | None = None) -> str:
    when = f"<lastmod>{changed_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}</lastmod>" if changed_at else ""
    return f"<url><loc>{escape(public_url(path))}</loc>{when}</url>\n"
