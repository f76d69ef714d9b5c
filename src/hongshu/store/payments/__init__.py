"""Payments: one a checkout, with a part per order; their capture, and refunds per part (ADR 0031).

Invariants, kept by the database: one payment a checkout, one part an order, one refund a key; what is given
back of a part, settled or on its way, never exceeds what was captured of it; a provider's transaction counts
for one attempt; a notification takes effect once; raw requests, answers and notifications are never changed.
What a provider says is believed only with its signature, and only about the amount, the currency and the
merchant that were asked for. No provider is called inside a transaction: what is wanted of it is written
first, and whatever became of it is asked for until it is known.
"""
