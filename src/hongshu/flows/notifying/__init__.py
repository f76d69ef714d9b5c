"""Telling members what others did, from the events of the community.

Each handler reads again what the event is about: what was taken back, deleted or may not be seen meanwhile
is not told, nor what a blocked or muted member does. So events may come in any order, and more than once.
"""
