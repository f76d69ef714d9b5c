"""Commands of the behaviour log."""

from hongshu.platform.behaviour.services.collecting import collect_batch
from hongshu.platform.behaviour.services.erasing import erase_events, sweep_erased
from hongshu.platform.behaviour.services.issuing import issue_view
from hongshu.platform.behaviour.services.partitions import make_partitions

__all__ = [
    "collect_batch",
    "erase_events",
    "issue_view",
    "make_partitions",
    "sweep_erased",
]
