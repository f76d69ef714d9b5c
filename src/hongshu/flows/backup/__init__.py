"""Keeping an installation in one file, and making one from it again.

Owns: the archive's form (a tar with the database as pg_dump's custom format, the pictures, the secret key
and, last, a manifest with the digest of each). Invariants: an archive has its name only when it is whole; it
is read through and checked before anything is restored; nothing is restored over something.
"""
