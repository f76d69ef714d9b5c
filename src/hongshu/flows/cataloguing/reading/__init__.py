"""From a file's bytes to rows whose cells are what their columns hold."""
