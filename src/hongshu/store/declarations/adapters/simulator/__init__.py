"""A customs office to try everything against: a small server of its own, started beside the program.

It checks what the real one checks as far as public sources tell: schema, signature, the order, payment,
logistics and list of one order against each other, name and resident id, the limits of a year and of an
order, amounts within 5 %. It can be told to answer late, twice, out of order, or to refuse with a code. It
keeps what it was told in a file of its own and knows nothing of the program's database.
"""
