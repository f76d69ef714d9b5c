"""Tables of customs."""

from hongshu.store.customs.models.law import LawImportRow, ListedRow, RateRow, ThresholdRow
from hongshu.store.customs.models.quota import QuotaEntryRow, QuotaYearRow

__all__ = ["LawImportRow", "ListedRow", "QuotaEntryRow", "QuotaYearRow", "RateRow", "ThresholdRow"]
