"""Forms: what a person types, read without believing it."""
