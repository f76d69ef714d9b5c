"""Measurements of the running program: seeded, as JSON, with the machine they were made on.

``python -m benchmarks pages --json FILE`` measures, ``python -m benchmarks report`` writes
docs/measurements.md from what was measured. Nothing here is asserted: a test only runs it at a tiny size.
"""
