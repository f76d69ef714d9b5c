"""From a paid order to the door: which orders may be packed, and what parcels mean for their orders."""
