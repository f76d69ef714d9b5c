"""Real names and resident ids: sealed, seen by few, and gone when the law allows it.

Cross-border retail import needs the buyer's real name and 18-digit resident id. Invariants:
- Both are kept only sealed: AES-256-GCM under a data key of the record, which is wrapped by a versioned
  master key outside the database (design decision 11). Account and field are authenticated with them, so a
  sealed text cannot be put into another record.
- A number is found again only through its blind index (HMAC-SHA-256 under a key of its own). One number is
  one resident, whatever accounts it is proven on; what the law counts a year is counted by resident.
- Nothing shows more than the masked name and the last four digits. Opening a record is a command with a
  purpose, and leaves an audit row that nobody can change, before the text is given out.
- Erasing destroys the data key. What the law wants kept is kept until its date, unusable, and then destroyed.
- The name and number are compared by a verifier outside of any transaction; the attempt is written first.
"""
