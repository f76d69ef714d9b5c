"""Floor above the kernel: accounts, media, behaviour. What any community or shop needs of its people and
files.
"""
