"""Who follows, blocks and mutes whom.

Invariants: nobody follows, blocks or mutes themselves; who blocks another ends all follows and requests
between the two, and no new one begins while the block stands; a private account is followed only with its
consent; counts of followers are the number of rows (design decision 9), rolled up in batches.
"""
