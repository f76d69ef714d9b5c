"""Reads of the files that products came from."""

from __future__ import annotations

from hongshu.kernel.ids import Id
from hongshu.store.catalog.contracts import KeptImport
from hongshu.store.catalog.models import ImportRow


def find_import(import_id: Id) -> KeptImport | None:
    """A file that was sent; None once nobody waits for it any more."""
    row = ImportRow.objects.filter(id=import_id).first()
    return None if row is None else _kept(row)


def find_applied_import(digest: bytes) -> KeptImport | None:
    """The newest time that a file with these bytes was brought in."""
    row = ImportRow.objects.filter(digest=digest, applied_at__isnull=False).order_by("-applied_at").first()
    return None if row is None else _kept(row)


def _kept(row: ImportRow) -> KeptImport:
    return KeptImport(
        id=Id(row.id),
        digest=bytes(row.digest),
        file_name=row.file_name,
        data=bytes(row.data),
        actor_id=None if row.actor_id is None else Id(row.actor_id),
        applied_at=row.applied_at,
    )
