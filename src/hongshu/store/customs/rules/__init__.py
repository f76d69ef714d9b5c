"""Pure rules of import tax: tables, apportioning, taxing, splitting, reading a cart."""
