"""``python -m hongshu.surfaces.cli``."""

from hongshu.surfaces.cli.main import main

main()
