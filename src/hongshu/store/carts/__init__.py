"""What somebody means to buy: the cart, with where each line came from, and the wish list.

Invariants: a SKU is once in a cart, at least one unit and at most 99; a cart has at most 120 lines; a guest's
cart is known by a signed key only, and becomes part of the member's when they sign in, once; a line keeps at
most 20 touches, the latest last; a product is once on a wish list, and each drop of its price and each return
to stock is told once.
"""
