"""Commands on the files that products come from."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from django.db import transaction
from django.db.models.functions import Now

from hongshu.kernel import clock
from hongshu.kernel.ids import Id
from hongshu.store.catalog.models import ImportRow

_KEPT_FOR = timedelta(days=1)
_NAME_MAX = 200


@transaction.atomic
def keep_import(*, data: bytes, file_name: str, actor_id: Id | None) -> Id:
    """Keep a file until somebody has looked at what it would do. What waits for longer than a day goes."""
    ImportRow.objects.filter(applied_at=None, created_at__lt=clock.now() - _KEPT_FOR).delete()
    row = ImportRow.objects.create(
        digest=hashlib.sha256(data).digest(), file_name=file_name[-_NAME_MAX:], data=data, actor_id=actor_id
    )
    return Id(row.id)


def note_import(*, digest: bytes, file_name: str, product_count: int, actor_id: Id | None) -> None:
    """Write down that a file was brought in; its bytes are let go of."""
    waiting = ImportRow.objects.filter(digest=digest, applied_at=None)
    kept = waiting.select_for_update().order_by("-id").first()
    if kept is None:
        kept = ImportRow(digest=digest, file_name=file_name[-_NAME_MAX:], actor_id=actor_id)
        kept.applied_at, kept.product_count = clock.now(), product_count
        kept.save(force_insert=True)
        return
    waiting.filter(id=kept.id).update(applied_at=Now(), data=b"", product_count=product_count)
    waiting.delete()
