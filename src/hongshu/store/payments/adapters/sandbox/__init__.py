"""Alipay and WeChat Pay to try everything against: a small server of its own, started beside the program.

It speaks both providers' formats with real RSA keys: requests are believed only with the shop's signature,
answers and notifications are signed by the provider's own, and WeChat's resources are encrypted. Buyers pay
on a page of its own, with no money. It can be told to tell late, twice, out of order, never, or the wrong
amount or merchant, to forge a signature, to hold or refuse refunds, or to be down. It keeps what happened in
a file of its own, gives the statement of a day, and knows nothing of the program's database.

Other than the real ones: a WeChat code to scan is an address that any camera opens; the statement of a day is
there at once; notifications that are not taken are told again after seconds, not hours.
"""
