"""Customs documents of an order from abroad: order, payment, logistics and list, their cancelling and return.

The documents are the messages of the cross-border import unified version (GACC announcement 26 of 2016, as
amended to 2018): CEB311, 411, 511, 621, 623, 625, as XML that an XSD of our own checks before it leaves.
Invariants: a document is valid by its schema, its amounts add up, and it is signed, or it is not sent; what
comes in is parsed without entities, network or unbounded size, and believed only with a right signature.
Names and resident ids are put in at the moment of writing and kept nowhere here.
"""
