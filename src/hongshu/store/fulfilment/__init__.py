"""From the shelf to the door: parcels, what is in them to the unit, and where they are.

Invariants: a reservation is packed once, whoever packs and however often the form is sent; what is packed is
of the lot that was reserved, as its scan says; nothing of a recalled, failed or expired lot is packed or
handed over; each packed unit gets a code of its provenance in the same transaction; a parcel goes through its
states in one direction, and what happened to it is append-only.

It knows orders by what is handed to it (``OrderToPack``): which orders may be packed is decided above.
"""
