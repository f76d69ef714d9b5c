"""Trust: reports, decisions with reasons, appeals, and how often a member may do what.

It knows subjects as (kind, id) only; what a note or a comment is, the flows know (flows.moderation).
Invariants: an open case has one decision round, whoever comes first; a decision can be appealed once, and
another than who decided answers; everything can be lifted, and what a subject or a member is (held,
limited, suspended) follows from the decisions that were not; each act leaves a row that nothing changes.
"""
