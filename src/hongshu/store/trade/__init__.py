"""Buying: addresses, freight, checkouts, orders and what becomes of them.

Invariants, kept by the database: an order is unique by its buyer, its checkout and its number in the split;
what it costs is goods + freight + tax, to the fen, and so are its lines; nothing gives back more than that;
its history is append-only. Kept by one declared machine (``rules/states``): which state follows which. Stock
is taken last, and with its order or not at all. What was paid and cannot be kept goes back by itself.
"""
