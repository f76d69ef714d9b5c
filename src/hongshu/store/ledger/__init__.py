"""The books: transfers between named accounts, append-only (design decision 4).

Invariants, kept by the database: a transfer moves an amount above zero from one account to another one in one
currency, so the books balance by construction; no row is ever changed or deleted; one transfer a key, so
that what is posted twice is posted once. A mistake is put right by a transfer back.
"""
