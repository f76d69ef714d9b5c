"""Pictures of the demo world, drawn from words: specs in, WebP or PNG bytes out.

Pure Python: no Django, no database, no network, no system fonts. The same spec always gives the same
bytes, because chance comes only from the spec's own seed. Doors: `contracts` (what may be asked for) and
`raster` (`draw_image`, `draw_product`, `draw_avatar`, `draw_mark`).

Rooms, lowest first: `colors`, `paths`, `fonts` and `line_breaking` know nothing of pictures; `sheet` is one
SVG document; `typesetting` sets a line and `lettering` a block; `brush` and `materials` draw objects;
`products`, `scenery`, `skylines` are what can be drawn; `covers`, `avatars`, `marks`, `product_pictures`
compose whole pictures.
"""
