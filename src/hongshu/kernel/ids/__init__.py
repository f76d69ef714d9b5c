"""64-bit time-ordered ids made in the application (design decision 2).

Layout, from the top: one zero bit, 41 bits of milliseconds since 2025-01-01 UTC, 10 bits of node, 12 bits of
sequence. The node is a leased row, taken after fork; no two processes hold the same one. Ids of one process
grow strictly; a clock that goes back by more than is waited for refuses.
The model field is in ``hongshu.kernel.ids.field``, so that contracts can name ids without Django.
"""

from hongshu.kernel.ids.generator import ClockWentBack, new_block, new_id, new_ids, release_node
from hongshu.kernel.ids.shape import HIGHEST_ID, Id, InvalidId, id_at, issued_at, parse_id, wire_form

__all__ = [
    "HIGHEST_ID",
    "ClockWentBack",
    "Id",
    "InvalidId",
    "id_at",
    "issued_at",
    "new_block",
    "new_id",
    "new_ids",
    "parse_id",
    "release_node",
    "wire_form",
]
