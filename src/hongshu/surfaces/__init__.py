"""What people and programs touch: web pages, the API, the staff console, the command line."""
