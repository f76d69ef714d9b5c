"""The search engine's parts: documents and arrays in, documents and arrays out.

Nothing here knows Django or a database. ``analysis`` makes terms of texts, ``index`` finds documents by terms
(a port with an adapter on tantivy), ``vectors`` finds them by likeness, ``features`` and ``ranking`` order
them, ``spelling``, ``synonyms`` and ``completion`` help who types, and ``evaluation`` measures all of it.
"""
