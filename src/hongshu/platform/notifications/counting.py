"""Counting what is unread: one statement for any number of members. No Django, for the live process too."""

from __future__ import annotations

from collections.abc import Iterable

from hongshu.platform.notifications.contracts import MOST_COUNTED, Tab, UnreadCounts, counts_of

# Where the live process listens; the payload is a user's id in digits.
CHANNEL = "hongshu_unread"
# Each tab is counted to its limit only, so that who has 50,000 new followers costs no more than others.
COUNT_UNREAD = f"""
SELECT member.id, tab.name, count(waiting.one)
FROM unnest(%s::bigint[]) AS member (id)
CROSS JOIN unnest(ARRAY[{", ".join(f"'{tab}'" for tab in Tab)}]) AS tab (name)
LEFT JOIN LATERAL (
    SELECT 1 AS one FROM notifications_group
    WHERE user_id = member.id AND tab = tab.name AND is_unread LIMIT {MOST_COUNTED}
) AS waiting ON true
GROUP BY member.id, tab.name
"""  # noqa: S608 - the names are our own.


def counts_of_rows(rows: Iterable[tuple[int, str, int]]) -> dict[int, UnreadCounts]:
    """The counts of each member from the rows of COUNT_UNREAD."""
    found: dict[int, dict[str, int]] = {}
    for user_id, tab, count in rows:
        found.setdefault(user_id, {})[tab] = count
    return {user_id: counts_of(by_tab) for user_id, by_tab in found.items()}
