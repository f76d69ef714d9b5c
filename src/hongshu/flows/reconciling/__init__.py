"""Comparing what orders, the ledger, the stock and the payment providers say of the same money and goods."""
