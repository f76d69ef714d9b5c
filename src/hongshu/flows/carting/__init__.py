"""Putting into a cart what a page offers: with the way that led there, as far as it is true."""
