"""The views: one call each, then a template."""
