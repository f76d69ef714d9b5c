"""Every address of the program."""

from __future__ import annotations

from django.contrib import admin
from django.urls import include, path

from hongshu.config import health
from hongshu.surfaces.api.urls import api
from hongshu.surfaces.web import refusals
from hongshu.surfaces.web.media import serve_media

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", health.metrics, name="metrics"),
    path("media/<path:name>", serve_media, name="media"),
    path("api/v1/", api.urls),
    path("api/auth/", include("allauth.headless.urls")),
    path("console/", admin.site.urls),
    path("account/", include("allauth.urls")),
    path("", include("hongshu.surfaces.web.urls")),
]

handler400 = refusals.bad_request
handler403 = refusals.forbidden
handler404 = refusals.not_found
handler500 = refusals.server_error
