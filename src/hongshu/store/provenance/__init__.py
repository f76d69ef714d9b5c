"""Where a unit came from, for everybody who holds it: signed codes of sold units, and looks at them.

Invariants: a code names one unit of one order line, and a unit has one code that is in force; a code that was
not signed by one of our keys is refused before anything is asked of the database; a code says nothing of who
bought, and neither does what is kept of who looks: a pseudonym of one day, made a number when it is over.
"""
