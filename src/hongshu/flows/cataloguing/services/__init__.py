"""Commands: bring a file of products in, and write one out."""

from hongshu.flows.cataloguing.services.bringing import bring_in, look_at
from hongshu.flows.cataloguing.services.writing import write_products

__all__ = ["bring_in", "look_at", "write_products"]
