"""Implementations of outside interfaces: allauth's hooks."""
