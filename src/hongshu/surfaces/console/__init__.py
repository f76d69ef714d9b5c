"""The console of the staff: Django's admin with unfold, read-only by base class."""
