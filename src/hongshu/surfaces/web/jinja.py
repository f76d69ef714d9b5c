"""The Jinja2 environment of the pages: strict, escaping, translated."""

from __future__ import annotations

import secrets
from functools import lru_cache
from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language
from jinja2 import Environment, StrictUndefined

from hongshu.kernel.ids import wire_form
from hongshu.surfaces import reasons
from hongshu.surfaces.web import chrome, formatting, labels, notices, sharing
from hongshu.surfaces.web.kept import card_renderers, part_renderer

_FILTERS = {
    "wire": wire_form,
    "compact": formatting.compact_count,
    "money": formatting.money,
    "ago": formatting.time_element,
    "date": formatting.date,
    "day": formatting.day,
    "month": formatting.month,
    "paragraphs": formatting.paragraphs,
    "site_local": formatting.site_local,
    "moment": formatting.moment,
    "note_body": formatting.body,
    "html_lang": formatting.html_language,
    "cover_ratio": formatting.cover_ratio,
}


def environment(**options: Any) -> Environment:
    """The environment that Django's Jinja2 backend asks for by name."""
    options.pop("undefined", None)
    # Escaping is always on; ruff sees it only as a keyword of its own.
    made = Environment(  # noqa: S701
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
        trim_blocks=True,
        lstrip_blocks=True,
        **{**options, "autoescape": True},
    )
    made.policies["ext.i18n.trimmed"] = True
    made.install_gettext_callables(  # type: ignore[attr-defined]
        translation.gettext,
        translation.ngettext,
        newstyle=True,
        pgettext=translation.pgettext,
        npgettext=translation.npgettext,
    )
    made.filters.update(_FILTERS)
    note_cards_html, product_card_html = card_renderers(made)
    made.globals.update(
        note_cards_html=note_cards_html,
        product_card_html=product_card_html,
        kept=part_renderer(made),
        url=_url,
        sharing=sharing,
        static=lru_cache(maxsize=256)(static),
        chrome_of=chrome.chrome_of,
        stream_url_of=chrome.stream_url_of,
        demo_logins=labels.demo_logins,
        country_name=labels.country_name,
        fact_label=labels.fact_label,
        fact_text=labels.fact_text,
        source_name=labels.source_name,
        reason_name=reasons.reason_name,
        action_name=reasons.action_name,
        kind_name=reasons.kind_name,
        notice_names=notices.notice_names,
        notice_act=notices.notice_act,
        kind_label=notices.kind_label,
        tab_label=notices.tab_label,
        unread_in=notices.unread_in,
        badge_text=notices.badge_text,
        get_language=get_language,
        new_key=_new_key,
    )
    return made


def _new_key() -> str:
    # The idempotency key of a form that is sent without a script.
    return secrets.token_urlsafe(18)


@lru_cache(maxsize=16_384)
def _url(name: str, *args: str) -> str:
    # Reversing costs 50 µs, and a page has eighty addresses.
    return reverse(name, args=args)
