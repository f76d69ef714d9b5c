"""Background entry points of exports."""

from __future__ import annotations

from hongshu.flows.exporting import services
from hongshu.kernel import background
from hongshu.kernel.ids import parse_id


@background.job("exporting.make", retries=3)
def make_data_export(export: str) -> None:
    """Put a member's data together."""
    services.make_export(parse_id(export))


@background.job("exporting.sweep", cron="23 * * * *")
def sweep_data_exports() -> None:
    """Take away what has expired."""
    services.sweep_exports()
