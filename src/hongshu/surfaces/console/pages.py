"""Pages of the console's own, inside unfold's frame: Jinja2 as the site's pages, strict and translated."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.response import TemplateResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.safestring import mark_safe
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from hongshu.kernel.ids import wire_form
from hongshu.surfaces import reasons
from hongshu.surfaces.console.stockroom_names import amount, stock_name


@cache
def environment() -> Environment:
    """The environment of these pages."""
    made = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.policies["ext.i18n.trimmed"] = True
    made.install_gettext_callables(  # type: ignore[attr-defined]
        translation.gettext, translation.ngettext, newstyle=True
    )
    made.filters.update(wire=wire_form, moment=_moment, amount=amount)
    made.globals.update(
        static=static,
        stock_name=stock_name,
        console_url=_console_url,
        reason_name=reasons.reason_name,
        action_name=reasons.action_name,
        action_to_do=reasons.action_to_do,
        kind_name=reasons.kind_name,
        limited_name=reasons.limited_name,
        act_name=reasons.act_name,
        case_url=lambda key: reverse("admin:trust_case", args=[wire_form(key)]),
        lift_url=lambda key: reverse("admin:trust_lift", args=[wire_form(key)]),
        answer_url=lambda key: reverse("admin:trust_answer", args=[wire_form(key)]),
    )
    return made


def page(request: HttpRequest, name: str, *, title: str, status: int = 200, **shown: Any) -> HttpResponse:
    """A page of the console, in the frame that all its pages have."""
    content = environment().get_template(name).render(csrf=get_token(request), **shown)
    context = {
        **admin.site.each_context(request),
        "title": title,
        # Jinja2 has escaped what people wrote.
        "content": mark_safe(content),  # noqa: S308
    }
    response = TemplateResponse(request, "admin/base_site.html", context, status=status)
    response["Cache-Control"] = "private, no-store"
    return response


def _moment(at: Any) -> str:
    return date_format(timezone.localtime(at), "Y-m-d H:i")


def _console_url(name: str, key: int | str | None = None) -> str:
    if key is None:
        return reverse(f"admin:{name}")
    return reverse(f"admin:{name}", args=[key if isinstance(key, str) else wire_form(key)])
