"""Notes: what members share about what they buy.

Invariants: a published note has a title or a body, 1–18 pictures or none when it was imported, at most 9
product tags and 10 topics; who may see a note is decided by ``audience`` alone; deleted notes are gone from
every read; a note brought in from outside is known by (source, key) and is never brought in twice.
"""
