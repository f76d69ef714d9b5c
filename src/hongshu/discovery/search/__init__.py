"""Search: what the site's index holds, what people ask of it, and what they are told.

Owns: the index's folder, the queries that people made, names that mean the same. Invariants: only the worker
writes to the index; whoever may not see something is not shown it, whatever the index holds (pages read
everything again through the packages' doors); a query is suggested to others only when enough people made it.
"""
