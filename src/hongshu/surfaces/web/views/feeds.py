"""Feeds (Atom, RFC 4287) of members and topics. What not everybody may see is in none."""

from __future__ import annotations

import hashlib

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import Atom1Feed, Enclosure
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hongshu.flows.pages import queries
from hongshu.flows.pages.contracts import NoteCard
from hongshu.kernel.ids import wire_form
from hongshu.surfaces.web.sharing import public_url
from hongshu.surfaces.web.viewer import page_language

_WIDTH = 1080


@require_safe
def of_member(request: HttpRequest, handle: str) -> HttpResponseBase:
    """A member's newest notes."""
    found = queries.member_feed(page_language(), handle=handle)
    name = found.cards[0].author.name if found.cards else f"@{handle}"
    return _feed(
        request, found.cards, title=name, page=reverse("member", args=[handle.lower()]), path=request.path
    )


@require_safe
def of_topic(request: HttpRequest, topic: str) -> HttpResponseBase:
    """A topic's newest notes."""
    found = queries.topic_feed(page_language(), topic=topic)
    page = reverse("topic", args=[topic])
    return _feed(request, found.cards, title=f"#{topic}", page=page, path=reverse("topic_feed", args=[topic]))


def _feed(
    request: HttpRequest, cards: tuple[NoteCard, ...], *, title: str, page: str, path: str
) -> HttpResponseBase:
    feed = Atom1Feed(
        title=f"{title} · {_('Hongshu')}",
        link=public_url(page),
        description="",
        language="zh-Hans" if page_language() == "zh" else "en",
        feed_url=public_url(path),
    )
    for card in sorted(cards, key=lambda card: card.published_at, reverse=True):
        _add(feed, card)
    data = feed.writeString("utf-8").encode()
    response = HttpResponse(data, content_type="application/atom+xml; charset=utf-8")
    etag = f'"{hashlib.blake2b(data, digest_size=12).hexdigest()}"'
    response["ETag"] = etag
    response["Cache-Control"] = "public, max-age=300"
    return get_conditional_response(request, etag=etag, response=response) or response


def _add(feed: Atom1Feed, card: NoteCard) -> None:
    url = public_url(reverse("note", args=[card.id]))
    title = card.title or card.excerpt or _("A note by %(name)s") % {"name": card.author.name}
    shown = format_html("<p>{}</p>", card.excerpt or card.title)
    enclosures = []
    if card.cover:
        picture = public_url(card.cover.src(_WIDTH))
        shown = format_html('<p><img src="{}" alt="{}"></p>{}', picture, card.cover.alt, shown)
        enclosures.append(Enclosure(picture, "0", "image/webp"))
    if card.is_commercial:
        title = f"[{_('Ad')}] {title}"
    feed.add_item(
        title=title,
        link=url,
        description=str(shown),
        author_name=card.author.name,
        author_link=public_url(reverse("member", args=[card.author.handle])),
        pubdate=card.published_at,
        updateddate=card.published_at,
        unique_id=f"{public_url('')}/note/{wire_form(card.id)}",
        enclosures=enclosures,
    )
