"""What makes the site an app: manifest, icons, service worker, the page without a network."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hongshu.surfaces.web.icons import SIZES, icon_png
from hongshu.surfaces.web.views.answers import page

_PURPOSES = ("any", "maskable")
_SHELL_ENDINGS = (".css", ".js", ".svg")
_LANGUAGES = {"zh": "zh-hans", "en": "en"}


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """The site as an app, in the language of the request."""
    icons = [
        {
            "src": reverse("icon", args=[size, purpose]),
            "sizes": f"{size}x{size}",
            "type": "image/png",
            "purpose": purpose,
        }
        for purpose in _PURPOSES
        for size in SIZES[1:]
    ]
    icons.append({"src": static("img/logo.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"})
    shortcuts = [
        {"name": _("Publish"), "url": reverse("publish")},
        {"name": _("Shop"), "url": reverse("shop")},
    ]
    data = {
        "id": "/",
        "name": "红书 Hongshu",
        "short_name": _("Hongshu"),
        "description": _("Notes about what people bought and used, and the shop behind them."),
        "lang": "zh-Hans" if translation.get_language() == "zh-hans" else "en",
        "start_url": reverse("explore"),
        "scope": "/",
        "display": "standalone",
        "background_color": "#ffffff",
        "theme_color": "#84285f",
        "icons": icons,
        "shortcuts": shortcuts,
    }
    response = HttpResponse(
        json.dumps(data, ensure_ascii=False), content_type="application/manifest+json; charset=utf-8"
    )
    response["Cache-Control"] = "public, max-age=3600"
    return response


@require_safe
def icon(request: HttpRequest, size: int, purpose: str) -> HttpResponse:
    """A PNG of the logo."""
    if size not in SIZES or purpose not in _PURPOSES:
        raise Http404
    response = HttpResponse(icon_png(size, purpose), content_type="image/png")
    response["Cache-Control"] = "public, max-age=604800"
    return response


@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """The service worker, with the addresses of this version before it."""
    response = HttpResponse(_worker(), content_type="text/javascript; charset=utf-8")
    # Asked for anew each time: a worker of an older version would keep older files.
    response["Cache-Control"] = "no-cache"
    return response


@require_safe
def offline(request: HttpRequest, language: str) -> HttpResponse:
    """What is shown without a network. It says nothing of who asks: the worker fetches it without cookies."""
    if language not in _LANGUAGES:
        raise Http404
    with translation.override(_LANGUAGES[language]):
        response = page(request, "pages/offline.html")
    response["Content-Language"] = "zh-Hans" if language == "zh" else "en"
    return response


@lru_cache(maxsize=1)
def _worker() -> str:
    folder = Path(settings.STATIC_FOLDER)
    shell = [
        static(str(path.relative_to(folder)))
        for path in sorted(folder.rglob("*"))
        if path.suffix in _SHELL_ENDINGS and not {"worker", "publish"} & set(path.relative_to(folder).parts)
    ]
    house = {
        "static": settings.STATIC_URL,
        "shell": shell,
        "offline": {language: reverse("offline", args=[language]) for language in _LANGUAGES},
    }
    text = (folder / "js" / "worker" / "service-worker.js").read_text(encoding="utf-8")
    return f"const HOUSE = {json.dumps(house)};\n{text}"
