"""Commands of trust."""

from hongshu.platform.trust.services.appealing import answer_appeal, appeal
from hongshu.platform.trust.services.deciding import decide_case, end_due, lift_decision
from hongshu.platform.trust.services.erasing import erase_words
from hongshu.platform.trust.services.limiting import (
    check_limit,
    check_may_write,
    forget_refusals,
    set_limit,
    without_limits,
)
from hongshu.platform.trust.services.log import write_down
from hongshu.platform.trust.services.reporting import report_subject

__all__ = [
    "answer_appeal",
    "appeal",
    "check_limit",
    "check_may_write",
    "decide_case",
    "end_due",
    "erase_words",
    "forget_refusals",
    "lift_decision",
    "report_subject",
    "set_limit",
    "without_limits",
    "write_down",
]
