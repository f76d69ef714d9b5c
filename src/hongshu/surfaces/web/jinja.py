"""The Jinja2 environment of the pages: strict, escaping, translated."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language
from jinja2 import Environment, StrictUndefined

from hongshu.kernel.ids import wire_form
from hongshu.surfaces.web import chrome, formatting, labels
from hongshu.surfaces.web.cards import card_renderers


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
    made.filters.update(
        wire=wire_form,
        compact=formatting.compact_count,
        money=formatting.money,
        ago=formatting.time_element,
        date=formatting.date,
        paragraphs=formatting.paragraphs,
        html_lang=formatting.html_language,
        cover_ratio=formatting.cover_ratio,
    )
    note_card_html, product_card_html = card_renderers(made)
    made.globals.update(
        note_card_html=note_card_html,
        product_card_html=product_card_html,
        url=_url,
        static=lru_cache(maxsize=256)(static),
        chrome_of=chrome.chrome_of,
        demo_logins=labels.demo_logins,
        country_name=labels.country_name,
        fact_label=labels.fact_label,
        fact_text=labels.fact_text,
        source_name=labels.source_name,
        get_language=get_language,
    )
    return made


@lru_cache(maxsize=16_384)
def _url(name: str, *args: str) -> str:
    # Reversing costs 50 µs, and a page has eighty addresses.
    return reverse(name, args=args)
