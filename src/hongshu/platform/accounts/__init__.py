"""Who somebody is to the program: the account, how they sign in, what they chose to tell, and staff roles.

Invariants: an e-mail address and a phone number belong to one account at most (claim tables keyed by the
value); what a member tells about themselves is voluntary, each fact with its consent time and its
visibility; a staff role is granted by name and never by a form that a member can reach.
"""
