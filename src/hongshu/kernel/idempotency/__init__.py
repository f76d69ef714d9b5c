"""Commands that take effect once (design decision 8; as Stripe's API does it, 2026).

The first call with a key runs the work and keeps its answer in the same transaction; a later call with the
same key and the same body gets the kept answer, also when that was a refusal; another body is refused as
``idempotency_key_reused``. A failure that is not a refusal keeps nothing.
"""

from __future__ import annotations

import hashlib
import importlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar

from django.db import transaction
from django.db.models.functions import Now

from hongshu.kernel.errors import DomainError, RefusalKind
from hongshu.kernel.models import IdempotencyRecord
from hongshu.kernel.wire import encode_json

KEPT_FOR = timedelta(hours=48)

Result = TypeVar("Result")


class IdempotencyKeyReused(DomainError):
    """The key was used for another request: a new request needs a new key."""

    code = "idempotency_key_reused"
    kind = RefusalKind.CONFLICT


class InvalidIdempotencyKey(DomainError):
    """The key is empty, or longer than 80 characters."""

    code = "invalid_idempotency_key"


def fingerprint_of(*parts: Any) -> bytes:
    """A digest of everything that makes two requests the same request."""
    return hashlib.sha256(encode_json(parts)).digest()


def once(
    *,
    owner_id: int,
    key: str,
    fingerprint: bytes,
    work: Callable[[], Result],
    store: Callable[[Result], Any],
    restore: Callable[[Any], Result],
) -> Result:
    """Run *work* the first time *owner_id* sends *key*; give the kept answer every other time.

    ``store`` turns the result into JSON values and ``restore`` turns them back. Opens the transaction, and
    must be the outermost one (RuntimeError), because an outer one would take a kept refusal back. A second
    call with the same key waits for the first to end. Raises IdempotencyKeyReused, and whatever refusal
    *work* raises or raised.
    """
    if not 0 < len(key) <= 80:
        raise InvalidIdempotencyKey
    refusal: DomainError | None = None
    with transaction.atomic(durable=True):
        record = IdempotencyRecord(owner_id=owner_id, key=key, fingerprint=fingerprint)
        IdempotencyRecord.objects.bulk_create([record], ignore_conflicts=True)
        kept = IdempotencyRecord.objects.get(owner_id=owner_id, key=key)
        if kept.id != record.id:
            return _replayed(kept, fingerprint, restore)
        try:
            with transaction.atomic():
                result = work()
                outcome = {"answer": store(result)}
        except DomainError as error:
            refusal = error
            outcome = {"refusal": _path_of(error), "field": error.field, "details": error.details}
        IdempotencyRecord.objects.filter(id=record.id).update(outcome=outcome)
    if refusal is not None:
        raise refusal
    return result


def sweep_idempotency() -> int:
    """Delete answers that are older than a client may still ask for; returns how many."""
    count, _ = IdempotencyRecord.objects.filter(created_at__lt=Now() - KEPT_FOR).delete()
    return count


def forget_owner(owner_id: int) -> int:
    """Delete all kept answers of somebody who leaves; returns how many."""
    return IdempotencyRecord.objects.filter(owner_id=owner_id).delete()[0]


def _replayed(kept: IdempotencyRecord, fingerprint: bytes, restore: Callable[[Any], Result]) -> Result:
    if bytes(kept.fingerprint) != fingerprint:
        raise IdempotencyKeyReused
    outcome = kept.outcome
    assert outcome is not None, "a committed record has its outcome"
    if "refusal" in outcome:
        module, _, name = outcome["refusal"].partition(":")
        refused = getattr(importlib.import_module(module), name)
        raise refused(field=outcome["field"], **outcome["details"])
    return restore(outcome["answer"])


def _path_of(error: DomainError) -> str:
    return f"{type(error).__module__}:{type(error).__qualname__}"
