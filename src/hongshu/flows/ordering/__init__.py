"""Ordering: what crosses the packages of buying, and what happens after payments' and customs' events."""
