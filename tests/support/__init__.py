"""What the tests of several folders stand on."""
