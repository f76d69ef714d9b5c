"""Comments with their pictures: claimed with the comment, once a key; released when it goes."""
