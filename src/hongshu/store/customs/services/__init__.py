"""Commands of customs."""

from hongshu.store.customs.services.law import fill_empty_tables, import_rates
from hongshu.store.customs.services.quota import (
    consume_quota,
    reserve_quota,
    reserve_quotas,
    restore_quota,
)

__all__ = [
    "consume_quota",
    "fill_empty_tables",
    "import_rates",
    "reserve_quota",
    "reserve_quotas",
    "restore_quota",
]
