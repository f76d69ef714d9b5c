"""The command line: ``hongshu serve | worker | demo | import | doctor | backup | restore | citus | manage``.

Every expected refusal is one line on standard error and exit code 2; Ctrl-C is 130. The composition root is
named as text, as Django names its settings: a surface imports nothing above it.
"""
