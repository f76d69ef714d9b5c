"""Reads of customs."""

from hongshu.store.customs.queries.law import (
    current_tables,
    forget_law,
    law_of,
    list_imports,
    quote_cart,
    tax_of_units,
    text_of_table,
)
from hongshu.store.customs.queries.quota import list_quota_entries, quota_left

__all__ = [
    "current_tables",
    "forget_law",
    "law_of",
    "list_imports",
    "list_quota_entries",
    "quota_left",
    "quote_cart",
    "tax_of_units",
    "text_of_table",
]
