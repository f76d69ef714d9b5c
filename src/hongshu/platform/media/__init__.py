"""Pictures that members and staff upload, and their renditions.

Invariants: what was uploaded is never served, only what was encoded anew; no EXIF and no place leaves; every
file in the store belongs to a row, every row that is ready has all its files; a picture that nothing uses is
swept.
"""
