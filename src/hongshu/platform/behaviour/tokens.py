"""The token of a view: what was served, packed and signed, so that nothing has to be kept of it.

Layout, big-endian: head (version, view id, actor, surface, number of items, flags) · request id, model
version and arms, each with its length · the sources, each once · kinds, sources and propensities of the
items, one value for all unless a flag says one each · ids of the items · kind and id of the subject · 16
bytes of keyed BLAKE2b. A number that stands for a surface or a kind is its place among them: new ones are
only added at the end.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import struct

from hongshu.kernel.ids import Id
from hongshu.platform.behaviour.contracts import ITEMS_A_VIEW, InvalidBatch, ShownItem, Surface, View

LONGEST_TOKEN = 8 * 1024
_VERSION = 1
_SURFACES = tuple(Surface)
_KINDS = ("note", "product", "member", "brand", "category")
_SURFACE_CODE = {surface: code for code, surface in enumerate(_SURFACES)}
_KIND_CODE = {kind: code for code, kind in enumerate(_KINDS)}
_HEAD = struct.Struct(">BQqBBB")
_SUBJECT = struct.Struct(">BQ")
_HAS_SUBJECT, _KIND_EACH, _SOURCE_EACH, _PROPENSITY_EACH = 1, 2, 4, 8
_MAC_BYTES = 16


def key_of(secret: str) -> bytes:
    """The signing key that follows from the installation's secret."""
    return hashlib.blake2b(secret.encode(), digest_size=32, person=b"view token").digest()


def seal(view: View, key: bytes) -> str:
    """The token of *view*: URL-safe text of about 500 characters for thirty items. Pure; about 15 µs."""
    items = view.items
    assert len(items) <= ITEMS_A_VIEW, f"{len(items)} items in one view"
    kinds = bytes([_KIND_CODE[item.kind] for item in items])
    names = list(dict.fromkeys([item.source for item in items]))
    propensities = [item.propensity for item in items]
    flags = 0
    if view.subject is not None:
        flags |= _HAS_SUBJECT
    if len(set(kinds)) > 1:
        flags |= _KIND_EACH
    else:
        kinds = kinds[:1]
    if len(names) > 1:
        flags |= _SOURCE_EACH
        places = {name: place for place, name in enumerate(names)}
        sources = bytes([places[item.source] for item in items])
    else:
        sources = b""
    distinct = set(propensities)
    assert all(0 <= propensity <= 1 for propensity in distinct), "a propensity is a probability"
    if len(distinct) > 1:
        flags |= _PROPENSITY_EACH
    else:
        propensities = propensities[:1]
    parts = [
        _HEAD.pack(_VERSION, view.id, view.actor_id, _SURFACE_CODE[view.surface], len(items), flags),
        _text(view.request_id),
        _text(view.model_version),
        _text(view.arms),
        bytes([len(names)]),
        *map(_text, names),
        kinds,
        sources,
        struct.pack(f">{len(propensities)}f{len(items)}Q", *propensities, *[item.id for item in items]),
    ]
    if view.subject is not None:
        parts.append(_SUBJECT.pack(_KIND_CODE[view.subject.kind], view.subject.id))
    body = b"".join(parts)
    return base64.urlsafe_b64encode(body + _mac(body, key)).rstrip(b"=").decode()


def unseal(token: str, key: bytes) -> View:
    """The view behind its token. Raises InvalidBatch for whatever this key did not sign."""
    if not 0 < len(token) <= LONGEST_TOKEN:
        raise InvalidBatch
    try:
        data = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise InvalidBatch from None
    body, mac = data[:-_MAC_BYTES], data[-_MAC_BYTES:]
    if not hmac.compare_digest(mac, _mac(body, key)):
        raise InvalidBatch
    if body[:1] != bytes([_VERSION]):
        # Signed by a version of the program that packs otherwise: its views were left open over an upgrade.
        raise InvalidBatch
    return _unpacked(_Reader(body))


class _Reader:
    """Takes a body apart from its beginning. The signature has vouched for its lengths."""

    def __init__(self, body: bytes) -> None:
        self.body = body
        self.at = 0

    def take(self, count: int) -> bytes:
        self.at += count
        return self.body[self.at - count : self.at]

    def text(self) -> str:
        return self.take(self.take(1)[0]).decode()

    def structure(self, structure: struct.Struct) -> tuple[int, ...]:
        return structure.unpack(self.take(structure.size))


def _unpacked(reader: _Reader) -> View:
    _, view_id, actor_id, surface, count, flags = reader.structure(_HEAD)
    request_id, model_version, arms = reader.text(), reader.text(), reader.text()
    names = [reader.text() for _ in range(reader.take(1)[0])]
    one = min(count, 1)
    kinds = reader.take(count if flags & _KIND_EACH else one)
    sources = reader.take(count) if flags & _SOURCE_EACH else bytes(one)
    floats = count if flags & _PROPENSITY_EACH else one
    propensities = struct.unpack(f">{floats}f", reader.take(4 * floats))
    ids = struct.unpack(f">{count}Q", reader.take(8 * count))
    items = tuple(
        ShownItem(
            kind=_KINDS[kinds[place if flags & _KIND_EACH else 0]],
            id=Id(ids[place]),
            source=names[sources[place if flags & _SOURCE_EACH else 0]],
            propensity=propensities[place if flags & _PROPENSITY_EACH else 0],
        )
        for place in range(count)
    )
    subject = None
    if flags & _HAS_SUBJECT:
        kind, item_id = reader.structure(_SUBJECT)
        subject = ShownItem(kind=_KINDS[kind], id=Id(item_id))
    return View(
        id=Id(view_id),
        surface=_SURFACES[surface],
        actor_id=actor_id,
        items=items,
        subject=subject,
        request_id=request_id,
        model_version=model_version,
        arms=arms,
    )


def _text(text: str) -> bytes:
    data = text.encode()
    assert len(data) <= 255, f"too long for a view: {text[:40]!r}…"
    return bytes([len(data)]) + data


def _mac(body: bytes, key: bytes) -> bytes:
    return hashlib.blake2b(body, digest_size=_MAC_BYTES, key=key).digest()
