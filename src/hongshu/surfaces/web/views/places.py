"""Destinations, and what is near."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from hongshu.flows.pages import queries
from hongshu.surfaces.web.atlas import map_of
from hongshu.surfaces.web.viewer import viewer_of, wants_fragment
from hongshu.surfaces.web.views.answers import next_url, page, slice_answer


@require_safe
def destinations(request: HttpRequest) -> HttpResponse:
    """Where members shop."""
    found = queries.destinations_page(viewer_of(request))
    return page(request, "pages/destinations.html", page=found, map=map_of(found.countries))


@require_safe
def destination(request: HttpRequest, country: str, city: str = "") -> HttpResponse:
    """What people buy at a place, and what they write about it."""
    found = queries.destination_page(
        viewer_of(request), country=country, city=city, cursor=request.GET.get("cursor", "")
    )
    onward = next_url(f"{reverse('destinations')}/{found.place.path}", found.next_cursor)
    if wants_fragment(request):
        return slice_answer(request, cards=found.cards, view=found.view, onward=onward, heading="h3")
    return page(request, "pages/destination.html", page=found, next_url=onward)


@require_safe
def nearby(request: HttpRequest) -> HttpResponse:
    """Notes near a place that the reader names."""
    place = request.GET.get("place", "")
    found = queries.nearby_page(viewer_of(request), place=place, cursor=request.GET.get("cursor", ""))
    onward = next_url(reverse("nearby"), found.next_cursor, place=place)
    if wants_fragment(request):
        return slice_answer(request, cards=found.cards, view=found.view, onward=onward)
    return page(request, "pages/nearby.html", page=found, next_url=onward)


@require_POST
def position(request: HttpRequest) -> HttpResponse:
    """Turn a position into the nearest city, and forget it: nothing of it is kept or stands in an address."""
    path = queries.nearest_place(request.POST.get("latitude", ""), request.POST.get("longitude", ""))
    return redirect(f"{reverse('nearby')}?place={path}")
