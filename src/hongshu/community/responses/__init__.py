"""Responses to notes: likes, shares, comments and boards.

Invariants: one like a member and note, or comment; one share a member and note; a count is the number of rows
(design decision 9), rolled up in batches; a member sees their own action at once. Comments have two levels: a
root, and replies under it; one of a note's roots is pinned at most; a deleted root stands without words while
it has replies.
"""
