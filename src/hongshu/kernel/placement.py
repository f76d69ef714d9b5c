"""Where a model's rows live when the database is spread over nodes (design decision 3).

Every model of ours declares ``placement``: its shard key, or that it is a reference table (a copy on every
node), or that it stays on the coordinator. ``hongshu citus`` prints the DDL that follows.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Placement:
    """``shard_key`` is a column; empty for reference and coordinator tables."""

    kind: str
    shard_key: str = ""


def sharded_by(column: str) -> Placement:
    """Rows live on the node of this column's value."""
    return Placement("sharded", column)


REFERENCE = Placement("reference")
COORDINATOR = Placement("coordinator")


def citus_statement(table: str, placement: Placement) -> str:
    """The DDL that places *table* on a Citus cluster; empty for a table that stays on the coordinator."""
    if placement.kind == "sharded":
        return f"SELECT create_distributed_table('{table}', '{placement.shard_key}');"
    if placement.kind == "reference":
        return f"SELECT create_reference_table('{table}');"
    return ""
