"""The behaviour log: what was shown, seen, opened and looked at; the one door for it (design decision 10).

A *view* is a list or page that was served. Its token says what was on it, is signed by the server and kept
by nobody; the browser sends it back with what happened on it, so no event can name what was not shown.
Invariants: an event's id is its view's id plus its counter, so an event counts once however often it is
sent; nothing later than 72 hours after its view gets in; rows are only added.
"""
