"""Hongshu: a self-hosted social-commerce platform. The map of the house is in docs/architecture.md."""

__version__ = "0.1.0"
