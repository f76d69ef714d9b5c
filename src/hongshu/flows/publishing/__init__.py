"""Publishing: a note with its pictures claimed and its products checked, in one transaction."""
