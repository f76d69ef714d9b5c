"""Commands: import the two sources that are known. Running one again resumes it and changes nothing else."""

from hongshu.flows.importing.services.double11 import import_double11
from hongshu.flows.importing.services.sephora import import_sephora

__all__ = ["import_double11", "import_sephora"]
