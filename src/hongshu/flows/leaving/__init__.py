"""Deleting an account: seven days to undo it, then the personal goes and what others need stays anonymous.

Invariants: from the moment of asking nobody sees the member; every step of the erasing may be run again, and
one that was killed goes on; the leaving's row says what was done, in numbers.
"""
