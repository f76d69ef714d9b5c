"""Which notes are recommended. For now by a rule: what trends, for everybody alike.

Invariants: a note has at most one row that is open; a generation, once shown, lists the same notes in the
same order for as long as it is kept, whatever happens meanwhile.
"""
