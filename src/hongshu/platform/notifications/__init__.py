"""What members are told of, grouped: who of others did what to something of theirs.

Users and subjects are known as (kind, id) only; whoever writes a notification has decided that it may be.
Invariants: one group a (user, kind, subject), however many acted; nobody is told of their own acts; a kind
that a member has switched off writes nothing; the unread counts are the number of unread groups. Live counts
leave by NOTIFY, outside every business transaction, and carry the user's id only.
"""
