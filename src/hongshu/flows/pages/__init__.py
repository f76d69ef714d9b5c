"""What a person sees, composed once from batched queries: the shapes that web and API render as they are."""
