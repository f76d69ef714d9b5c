"""The community: members, their notes, and the responses to them."""
