"""Reading foreign files: plain, gzipped or zipped CSV as a stream of rows with their line numbers."""
