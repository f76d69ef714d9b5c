"""What we own: suppliers, purchase orders, lots with their inspections, and the one truth about stock.

Where units are
- Stock is a row per (lot, warehouse, zone, bucket) with ``sellable``, ``reserved`` and ``quarantined`` units.
  On the ``shelf`` units may be sellable and reserved; in ``transit`` (between warehouses) and ``checking``
  (returned or set aside, waiting for an inspector) they are quarantined. Buckets split a shelf so that many
  buyers of one SKU need not wait for one row.
- Every unit that comes or goes is a movement, append-only; at each (lot, warehouse) the movements add up to
  what is on hand: sellable + reserved + quarantined. Reserving, releasing and quarantining move nothing in
  or out.

Invariants, kept by the database where one row can tell, and proven by tests where it cannot:
- sellable, reserved, quarantined ≥ 0; a line never receives more than was ordered.
- For every lot, always: sold + reserved + sellable + quarantined = received − disposed.
- Only units of a lot that passed inspection (or passed with conditions), that is not recalled and has not
  expired, become sellable; what stops being so is quarantined by the act that says it.
- A reservation holds units of one stock row: all of a holder's lines are reserved, or none.

Locks are taken in one order: purchase order, lot, reservations by id, stock rows by id. ``take_stock`` locks
its holder's number first, so that the same command sent twice at once is answered twice, and then only stock
rows, passing over locked ones; it waits for none but in its last attempts, which go by id.
Orders and lots are locked FOR NO KEY UPDATE, because reservations and movements refer to them: otherwise who
holds a stock row would wait at its commit for a lot whose holder waits for that row.
"""
