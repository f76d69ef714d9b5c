"""What a page tells those who show it elsewhere: canonical address, Open Graph, JSON-LD (schema.org).

Addresses are absolute and begin with the site's public address, whatever host the page was asked for under.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from django.utils.translation import gettext as _
from markupsafe import Markup

from hongshu.flows.pages.contracts import (
    BrandPage,
    MemberChip,
    NotePage,
    PictureView,
    ProductPage,
    ProfilePage,
)
from hongshu.kernel import settings as house
from hongshu.kernel.ids import wire_form
from hongshu.kernel.money import Money
from hongshu.kernel.wire import encode_json
from hongshu.surfaces.web.formatting import html_language
from hongshu.surfaces.web.viewer import page_language

_SHARED_WIDTH = 1080
_TEXT_MAX = 200
Data = dict[str, Any]


def public_url(path: str) -> str:
    """A path of this site as people elsewhere reach it."""
    return f"{house.current().public_url}{path}"


def head_of_note(page: NotePage) -> Markup:
    """A note: an article, or the review of a product when it rates one."""
    url = f"/note/{wire_form(page.id)}"
    title = page.full_title or _("A note by %(name)s") % {"name": page.author.name}
    data: Data = {
        "@type": "SocialMediaPosting",
        "headline": title,
        "articleBody": page.body,
        "author": _person(page.author),
        "datePublished": page.published_at,
        "dateModified": page.edited_at or page.published_at,
        "inLanguage": html_language(page.language),
        "keywords": list(page.topics),
        "interactionStatistic": {
            "@type": "InteractionCounter",
            "interactionType": {"@type": "LikeAction"},
            "userInteractionCount": page.like_count,
        },
    }
    if page.place:
        data["contentLocation"] = {"@type": "Place", "name": page.place}
    products = [
        {"@type": "Product", "name": card.name, "url": public_url(f"/product/{wire_form(card.id)}")}
        for card in page.products
    ]
    if page.rating and len(products) == 1:
        # Review and posting are both creative works; one rating cannot be of several things.
        data["@type"] = ["SocialMediaPosting", "Review"]
        data["itemReviewed"] = products[0]
        data["reviewRating"] = {"@type": "Rating", "ratingValue": page.rating, "bestRating": 5}
    elif products:
        data["mentions"] = products
    if page.pictures:
        data["image"] = [_picture_data(picture) for picture in page.pictures]
    more = [
        ("og:type", "article"),
        ("article:published_time", page.published_at.isoformat(timespec="seconds")),
        ("article:author", public_url(f"/member/{page.author.handle}")),
        *(("article:tag", topic) for topic in page.topics),
    ]
    return _head(url, title, page.body, page.pictures[:1], more, data)


def head_of_product(page: ProductPage) -> Markup:
    """A product with its prices. Whether it is in stock is said once the store sells."""
    url = f"/product/{wire_form(page.id)}"
    data: Data = {
        "@type": "Product",
        "name": page.name,
        "description": page.description,
        "brand": {"@type": "Brand", "name": page.brand.name, "url": public_url(f"/brand/{page.brand.slug}")},
        "image": [public_url(picture.src(_SHARED_WIDTH)) for picture in page.pictures],
    }
    more = [("og:type", "product")]
    prices = sorted((sku.price for sku in page.skus), key=lambda price: price.amount_minor)
    if prices:
        data["offers"] = {
            "@type": "AggregateOffer",
            "lowPrice": _plain(prices[0]),
            "highPrice": _plain(prices[-1]),
            "priceCurrency": prices[0].currency,
            "offerCount": len(prices),
        }
        more += [
            ("product:price:amount", _plain(prices[0])),
            ("product:price:currency", prices[0].currency),
            ("product:brand", page.brand.name),
        ]
    steps = [(crumb.name, f"/shop/{crumb.slug}") for crumb in page.crumbs]
    return _head(
        url, page.name, page.description, page.pictures[:1], more, data, _trail([*steps, (page.name, url)])
    )


def head_of_member(page: ProfilePage) -> Markup:
    """A profile, with the feed of its notes."""
    url = f"/member/{page.member.handle}"
    data: Data = {"@type": "ProfilePage", "dateCreated": page.joined_at, "mainEntity": _person(page.member)}
    data["mainEntity"]["description"] = page.bio
    more = [("og:type", "profile"), ("profile:username", page.member.handle)]
    shown = [page.member.avatar] if page.member.avatar else []
    head = _head(url, page.member.name, page.bio, shown, more, data)
    return head if page.is_private else head + feed_link(f"{url}/feed.xml", page.member.name)


def head_of_brand(page: BrandPage) -> Markup:
    """A brand."""
    url = f"/brand/{page.brand.slug}"
    data: Data = {
        "@type": "Brand",
        "name": page.brand.name,
        "description": page.story,
        "url": public_url(url),
    }
    shown = [page.brand.mark] if page.brand.mark else []
    if shown:
        data["logo"] = public_url(shown[0].src(_SHARED_WIDTH))
    return _head(url, page.brand.name, page.story, shown, [("og:type", "website")], data)


def head_of_list(url: str, title: str, text: str, shown: Sequence[PictureView] = ()) -> Markup:
    """A page that is a list: canonical without its cursor."""
    return _head(url, title, text, shown, [("og:type", "website")], None)


def feed_link(path: str, title: str) -> Markup:
    """Where a reader of feeds finds the page's notes."""
    return Markup('<link rel="alternate" type="application/atom+xml" title="{}" href="{}">\n').format(
        title, public_url(quote(path))
    )


def _head(
    path: str,
    title: str,
    text: str,
    shown: Sequence[PictureView],
    more: Sequence[tuple[str, str]],
    *things: Data | None,
) -> Markup:
    url = public_url(quote(path))
    pairs = [
        ("og:site_name", "红书 Hongshu"),
        ("og:title", title),
        ("og:description", _shortened(text)),
        ("og:url", url),
        ("og:locale", "zh_CN" if page_language() == "zh" else "en_US"),
        *more,
    ]
    for picture in shown:
        width = next((each for each in picture.widths if each >= _SHARED_WIDTH), picture.widths[-1])
        pairs += [
            ("og:image", public_url(picture.src(_SHARED_WIDTH))),
            ("og:image:type", "image/webp"),
            ("og:image:width", str(width)),
            ("og:image:height", str(round(width * picture.ratio))),
            ("og:image:alt", picture.alt or title),
        ]
    made = Markup('<link rel="canonical" href="{}">\n').format(url)
    for name, content in pairs:
        if content:
            made += Markup('<meta property="{}" content="{}">\n').format(name, content)
    made += Markup('<meta name="twitter:card" content="{}">\n').format(
        "summary_large_image" if shown else "summary"
    )
    for thing in things:
        if thing:
            made += _script({"@context": "https://schema.org", "url": url, **thing})
    return made


def _script(thing: Data) -> Markup:
    # Nothing in the text may close the element or open a comment in it.
    text = encode_json(thing).decode().replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return Markup('<script type="application/ld+json">') + Markup(text) + Markup("</script>\n")  # noqa: S704


def _person(member: MemberChip) -> Data:
    person: Data = {
        "@type": "Person",
        "name": member.name,
        "alternateName": f"@{member.handle}",
        "url": public_url(f"/member/{member.handle}"),
    }
    if member.avatar:
        person["image"] = public_url(member.avatar.src(360))
    return person


def _picture_data(picture: PictureView) -> Data:
    return {
        "@type": "ImageObject",
        "contentUrl": public_url(picture.src(_SHARED_WIDTH)),
        "caption": picture.alt,
    }


def _trail(steps: Sequence[tuple[str, str]]) -> Data:
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "item": public_url(path)}
            for place, (name, path) in enumerate(steps, start=1)
        ],
    }


def _plain(price: Money) -> str:
    return str(price.amount)


def _shortened(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _TEXT_MAX else f"{flat[: _TEXT_MAX - 1].rstrip()}…"
