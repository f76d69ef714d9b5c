"""Pure numerics: arrays in, arrays out. Nothing here knows Django, the database, the clock or chance."""
