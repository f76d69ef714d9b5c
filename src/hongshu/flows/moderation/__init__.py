"""Moderation: what trust decides, carried out in the packages that own the subjects, in one transaction."""
