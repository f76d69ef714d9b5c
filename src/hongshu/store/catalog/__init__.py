"""What can be sold: brands, the category tree, products with their option axes and SKUs, and prices.

Invariants: a product has a name in at least one language, and what members see of it has a price and a
picture or a stated waiver; among the SKUs of a product that are not withdrawn no choice is there twice; a
barcode is one SKU's; a price is positive, in the selling currency, and no other of its kind holds for its SKU
at the same moment; the prices in SKUs and products are copies of the selling price, brought up within a
minute; a product brought in from outside is known by (source, key) and is never brought in twice; what staff
did is never changed.
"""
