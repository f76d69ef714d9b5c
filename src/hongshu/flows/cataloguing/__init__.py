"""The catalogue as a table: CSV and XLSX in and out.

A file is brought in as a whole or not at all; what a look at it tells is what bringing it in would do, since
it is done and then taken back; what was written out changes nothing when it is read again; a file that was
brought in is not brought in again unless somebody says so. Every write goes through the catalogue's
commands.
"""
