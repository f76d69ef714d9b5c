"""Bringing in catalogues and reviews from files.

Owns the reading of foreign files and the decisions about their rows. Invariants: a file is checked whole
before its first row is saved; a row is saved or reported with its line and the reason, never dropped; the
same files twice are the same as once, so that a killed import is resumed by running it again.
"""
