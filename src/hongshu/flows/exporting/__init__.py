"""A member's data as one file: JSON and pictures, made in the background, kept for seven days.

Invariants: one export at a time; a file is complete or not there; nobody but the member downloads it.
"""
