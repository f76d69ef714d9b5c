"""Import tax of cross-border retail, and the lawful orders that a cart becomes.

Invariants: amounts are whole fen and rates exact (no floats); the parts of a line's tax add up to it, the
tax of a line's units adds up to the line, and the orders of a quote add up to its tax. Every rate,
threshold and row of the positive list is dated and names its legal source. Nothing here asks a database.
"""
