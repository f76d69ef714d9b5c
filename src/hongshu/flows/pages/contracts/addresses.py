"""Addresses of the site, for machines that list it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class AddressPart:
    """A part of the site's addresses: its ``kind``, and where it begins (empty for a part that is whole)."""

    kind: str
    first: str


@dataclass(frozen=True, slots=True)
class Address:
    """The name in an address of that kind: an id's wire form, a handle, a slug or a topic."""

    name: str
    changed_at: datetime | None = None
