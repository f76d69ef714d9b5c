"""Child processes: how one is started, kept alive, stopped and reaped.

Owns: the launcher that every child goes through (``launch``, ``exec_child``), the identity a child
runs under (``contracts.Identity``), and the supervisor of a small fixed set of children (``supervise``).

Invariants:
- No child outlives its supervisor: the kernel signals it when the supervisor dies, even by ``kill -9``.
- Every child leads a session of its own, so Ctrl-C in a terminal reaches the supervisor alone.
- Every process below the supervisor is reaped, grandchildren too.
- Children start in the order they are declared and stop in the reverse order.
"""
