"""Responses to notes: likes now; boards, comments and shares as their work comes.

Invariants: one like a member and note; a count is the number of rows (design decision 9), rolled up in
batches; a member sees their own action at once.
"""
