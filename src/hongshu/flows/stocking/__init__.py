"""What the catalogue shows of the stock: which products can be bought at the moment."""
