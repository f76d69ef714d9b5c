"""Places: a small gazetteer, and where which notes belong.

A note's place is free text; here it is resolved to a country and mostly a city. Rows follow the notes by
their events, and reads ask the notes again what everybody may see.
"""
