"""Public profiles of members.

Invariants: one profile a user; a handle is lower-case ASCII, unique over all members and never given to
another.
"""
