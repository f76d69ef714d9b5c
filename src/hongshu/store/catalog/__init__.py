"""What can be sold: brands, the category tree, products and their SKUs with prices.

Invariants: a product has a name in at least one language and at least one SKU once it is listed; a SKU's
price is positive and in the selling currency; a product brought in from outside is known by (source, key)
and is never brought in twice.
"""
