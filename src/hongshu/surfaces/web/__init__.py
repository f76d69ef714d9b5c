"""The pages that people see: views, templates, style and scripts.

A view makes one call (a page, a flow or a service) and renders what came back. Reading works without a
script and without an account. Nothing here knows a model; the words of every refusal are in ``words``.
"""
