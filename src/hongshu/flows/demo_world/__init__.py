"""The demo world: people, brands, products and notes that nobody wrote into a database by hand.

Owns: the content (TOML, written for it), its reading, the drawing of its pictures, and the filling of a house
through the services' doors. Invariants: the same content gives the same world, apart from its times, which
are counted back from the filling; filling twice, or again after a kill, is the same as filling once; what
somebody changed since stays changed.

Rooms, lowest first: `drawing` (pictures); `contracts`, `checks`, `reading` (content to shapes, no Django);
`drawing_pool` (pictures in processes beside); `logins` and `applause` (who signs in, who likes what);
`people`, `shelves`, `storytelling` (what is made of each); `services` (the order of the work); `jobs` (what
goes on while people look).
"""
