"""What makes a price lower than it stands in the catalogue: promotions, coupons, and flash sales.

A promotion is data: a condition, an effect, the group it belongs to and the groups it may stand beside. One
pure engine (``rules``) prices a cart by it. Invariants: every discount is apportioned to lines exactly to the
fen, and no unit falls below one fen; a coupon is used by one checkout; no more coupons are claimed than there
are, in all, a day, or by one member; no more units are sold in a flash sale than its quota, or to one member
than its limit; what is given back can be had again.
"""
