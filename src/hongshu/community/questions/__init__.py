"""Questions on products, and the answers of members who wrote about them.

Until the store tells who bought a product, its "owners" are members with a public note about it. Invariants:
one question a member, product and day; one answer a member and question; nobody answers their own question,
and only who wrote about the product answers. A question and its answers lie where their product lies.
"""
