"""Applying for the KOL badge, in which notes take part as evidence."""
