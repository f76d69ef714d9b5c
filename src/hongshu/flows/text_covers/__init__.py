"""Text covers: a line of a member's own words, drawn as the picture of a note that has no photo.

Invariants: the same line and template give the same picture; no line begins with a mark that never begins
one, where the width leaves a choice.
"""
