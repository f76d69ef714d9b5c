"""Pure decisions of trust."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from hongshu.platform.trust.contracts import (
    HOLDING,
    PENALTIES,
    WORDS_MAX,
    Action,
    InvalidDecision,
    InvalidLimit,
    Limit,
    Limited,
    Reason,
    StepLeftOut,
    UnknownReason,
    WordsNeeded,
    WordsTooLong,
)

DAY_H = 24
# A case twice as old as this weighs three times its reports: whatever is reported is looked at some day.
AGE_UNIT_H = 24.0
_GRAVE_REASONS = {Reason.MINORS: 5.0, Reason.DANGER: 3.0, Reason.PRIVACY: 2.0, Reason.ABUSE: 1.5}
_LASTS_DAYS = {Action.LIMIT: 7, Action.SUSPEND: 30}
LONGEST_DAYS = 365
# What a member's content is called whose decisions may hold it; a member is not held but suspended.
_PEOPLE = frozenset({"member"})

DEFAULT_LIMITS = (
    Limit(Limited.PUBLISH_NOTE, 0, False, 20, 86_400),
    Limit(Limited.PUBLISH_NOTE, 3 * DAY_H, False, 60, 86_400),
    Limit(Limited.PUBLISH_NOTE, 0, True, 1, 86_400),
    Limit(Limited.COMMENT, 0, False, 60, 600),
    Limit(Limited.COMMENT, 3 * DAY_H, False, 120, 600),
    Limit(Limited.COMMENT, 0, True, 5, 3_600),
    Limit(Limited.LIKE, 0, False, 100, 60),
    Limit(Limited.LIKE, 3 * DAY_H, False, 150, 60),
    Limit(Limited.LIKE, 0, True, 20, 600),
    Limit(Limited.COLLECT, 0, False, 100, 60),
    Limit(Limited.COLLECT, 3 * DAY_H, False, 150, 60),
    Limit(Limited.COLLECT, 0, True, 20, 600),
    Limit(Limited.SHARE, 0, False, 60, 600),
    Limit(Limited.SHARE, 3 * DAY_H, False, 120, 600),
    Limit(Limited.SHARE, 0, True, 10, 3_600),
    Limit(Limited.FOLLOW, 0, False, 100, 3_600),
    Limit(Limited.FOLLOW, 3 * DAY_H, False, 300, 3_600),
    Limit(Limited.FOLLOW, 0, True, 5, 3_600),
    Limit(Limited.REPORT, 0, False, 10, 3_600),
    Limit(Limited.REPORT, 3 * DAY_H, False, 30, 3_600),
    Limit(Limited.REPORT, 0, True, 5, 86_400),
    Limit(Limited.UPLOAD, 0, False, 150, 3_600),
    Limit(Limited.UPLOAD, 3 * DAY_H, False, 500, 3_600),
    Limit(Limited.UPLOAD, 0, True, 18, 86_400),
)


def report_weight(reason: Reason, *, upheld: int, dismissed: int) -> float:
    """What a report weighs: how often its reporter was right before, times how grave the reason is.

    Who never reported counts 1, whoever is always right nearly 2, who is always wrong nearly 0 (Laplace's
    rule of succession).
    """
    return 2.0 * (upheld + 1) / (upheld + dismissed + 2) * _GRAVE_REASONS.get(reason, 1.0)


def case_score(weight: float, *, age_h: float) -> float:
    """The place of a case in the queue, highest first: its reports' weight, growing with its age."""
    return weight * (1.0 + max(0.0, age_h) / AGE_UNIT_H)


def checked_reason(reason: str) -> Reason:
    """The reason of the list. Raises UnknownReason."""
    try:
        return Reason(reason)
    except ValueError:
        raise UnknownReason(field="reason") from None


def checked_words(words: str, *, needed: bool) -> str:
    """The words as they are kept. Raises WordsNeeded, WordsTooLong."""
    kept = words.replace("\r\n", "\n").replace("\0", "").strip()
    if needed and not kept:
        raise WordsNeeded(field="words")
    if len(kept) > WORDS_MAX:
        raise WordsTooLong(field="words", max=WORDS_MAX)
    return kept


def actions_for(kind: str) -> tuple[Action, ...]:
    """What can be decided about a subject of that kind: of a product that it is hidden, nothing else."""
    if kind == "product":
        return (Action.DISMISS, Action.HIDE)
    return tuple(action for action in Action if kind not in _PEOPLE or action not in HOLDING)


def checked_actions(kind: str, actions: Collection[Action]) -> tuple[Action, ...]:
    """The actions in their order: to dismiss alone, or at most one that holds and one step of the ladder.

    Raises InvalidDecision.
    """
    chosen = tuple(action for action in Action if action in actions)
    penalties = [action for action in chosen if action in PENALTIES]
    holding = [action for action in chosen if action in HOLDING]
    fits = set(chosen) <= set(actions_for(kind)) and len(penalties) <= 1 and len(holding) <= 1
    if not chosen or not fits or (Action.DISMISS in chosen and len(chosen) > 1):
        raise InvalidDecision(field="actions")
    return chosen


def next_step(in_force: Iterable[Action]) -> Action:
    """The next step of the ladder for a member with these decisions in force: the one above the highest."""
    taken = set(in_force)
    highest = max((place for place, step in enumerate(PENALTIES) if step in taken), default=-1)
    return PENALTIES[min(highest + 1, len(PENALTIES) - 1)]


def check_step(action: Action, in_force: Iterable[Action], *, is_grave: bool) -> None:
    """Let a penalty through that leaves no step out, or that is grave. Raises StepLeftOut."""
    if action not in PENALTIES or is_grave:
        return
    allowed = next_step(in_force)
    if PENALTIES.index(action) > PENALTIES.index(allowed):
        raise StepLeftOut(field="actions", step=allowed.value)


def lasts_days(action: Action, days: int | None) -> int | None:
    """How long a decision is in force; None for ever, which is all but what a member suffers in person.

    A grave suspension for ever is ``days=0``. Raises InvalidDecision.
    """
    if action not in _LASTS_DAYS:
        return None
    if days is None:
        return _LASTS_DAYS[action]
    if not 0 <= days <= LONGEST_DAYS:
        raise InvalidDecision(field="days")
    return days or None


def checked_limit(limit: Limit) -> Limit:
    """The limit as it is kept. Raises InvalidLimit."""
    is_whole = 1 <= limit.most <= 1_000_000 and 1 <= limit.window_s <= 31 * 86_400
    if not is_whole or not 0 <= limit.min_age_h <= 24 * 366 or (limit.is_penal and limit.min_age_h):
        raise InvalidLimit
    return limit


def merged_limits(changed: Iterable[Limit]) -> tuple[Limit, ...]:
    """The table: the figures it came with, but for what staff changed."""
    table = {(one.action, one.is_penal, one.min_age_h): one for one in DEFAULT_LIMITS}
    table.update({(one.action, one.is_penal, one.min_age_h): one for one in changed})
    order = list(Limited)
    return tuple(
        sorted(table.values(), key=lambda one: (order.index(one.action), one.is_penal, one.min_age_h))
    )


def limit_for(table: Iterable[Limit], action: Limited, *, age_h: float) -> tuple[Limit, Limit]:
    """The limit of an account of that age, and the one it has while trust limits it."""
    own = [one for one in table if one.action is action]
    by_age = [one for one in own if not one.is_penal and one.min_age_h <= age_h]
    penal = [one for one in own if one.is_penal]
    chosen = max(by_age, key=lambda one: one.min_age_h)
    return chosen, min([*penal, chosen], key=lambda one: one.most / one.window_s)
