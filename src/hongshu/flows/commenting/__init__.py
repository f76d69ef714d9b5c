"""Commenting: a comment with its picture claimed, once a key, in one transaction."""
