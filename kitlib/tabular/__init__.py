"""Every list and table that comes in, read in one place and with one tolerance.

`files` and `text` turn bytes into rows of cells, whatever program wrote them; `rows` finds the headings
and gives each row by them; `values` and `codes` say what a cell means; `writer` writes what can come back.
A file that cannot be read is a KitError; a row that cannot be taken is a `Refused` with its line, and the
others are taken.
"""
