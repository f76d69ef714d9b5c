"""Django with nothing in it, answering ready bytes: the most that a page of that size could reach here."""

from __future__ import annotations

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

settings.configure(ALLOWED_HOSTS=["localhost"], ROOT_URLCONF=__name__, MIDDLEWARE=[], INSTALLED_APPS=[])
_BYTES = os.urandom(int(os.environ["BENCHMARK_BYTES"]) // 2).hex().encode()


def ready_bytes(_request: HttpRequest) -> HttpResponse:
    """As many bytes as a page has."""
    return HttpResponse(_BYTES, headers={"Content-Length": str(len(_BYTES))})


urlpatterns = [path("", ready_bytes)]
application = get_wsgi_application()
