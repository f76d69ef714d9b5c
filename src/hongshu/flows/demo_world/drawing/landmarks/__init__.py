"""Silhouettes of buildings, standing on y = 0, up to 100 units high, x around 0: what a skyline is made of.

They are path data only, so that one fill makes a whole city. Proportions are simplified from common
knowledge of the buildings; nothing is traced.
"""

from collections.abc import Callable

from hongshu.flows.demo_world.drawing.landmarks import asia, west

LANDMARKS: dict[str, Callable[[], str]] = {
    "bottle_opener": asia.bottle_opener,
    "castle": asia.castle,
    "chevron_tower": asia.chevron_tower,
    "gate_tower": asia.gate_tower,
    "hall": asia.hall,
    "hill_palace": asia.hill_palace,
    "lattice_tower": asia.lattice_tower,
    "onion_church": asia.onion_church,
    "pagoda": asia.pagoda,
    "palms": asia.palms,
    "pearl_tower": asia.pearl_tower,
    "round_temple": asia.round_temple,
    "slim_waist": asia.slim_waist,
    "spired_temple": asia.spired_temple,
    "three_towers_deck": asia.three_towers_deck,
    "twisted_tower": asia.twisted_tower,
    "arch_bridge": west.arch_bridge,
    "arena": west.arena,
    "canal_houses": west.canal_houses,
    "clock_tower": west.clock_tower,
    "column_gate": west.column_gate,
    "domes_and_minarets": west.domes_and_minarets,
    "eiffel": west.eiffel,
    "great_dome": west.great_dome,
    "great_wheel": west.great_wheel,
    "hanging_bridge": west.hanging_bridge,
    "many_spires": west.many_spires,
    "needle_burj": west.needle_burj,
    "needle_tower": west.needle_tower,
    "opera_house": west.opera_house,
    "pyramids": west.pyramids,
    "stepped_tower": west.stepped_tower,
    "windmill": west.windmill,
}
