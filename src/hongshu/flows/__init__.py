"""Commands and page compositions that cross packages."""
