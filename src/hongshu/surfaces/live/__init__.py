"""Live counts by server-sent events: one small process without Django.

It keeps open streams in memory and nothing else. PostgreSQL's NOTIFY says whose counts changed, one reader
counts them, and each stream is sent the latest. Bounded everywhere: streams a member and in total, one
waiting message a stream, a time for each send, an age for each stream.
"""
