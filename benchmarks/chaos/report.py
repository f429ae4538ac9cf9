"""What the harness prints: a line for what went wrong, tables for people, one JSON line for machines."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

from benchmarks.chaos.case import Outcome


def failure(outcome: Outcome, seed: int) -> str:
    """A run that went wrong, and how to see it again."""
    wrong = f"lost {outcome.lost}, doubled {outcome.doubled}, unsettled {outcome.unsettled}, law broken {outcome.law_broken}"
    again = f"python -m benchmarks.chaos --seed {seed} --only {outcome.case.database}:{outcome.case.number}"
    return f"FAILED {outcome.case.told()}: {wrong} {outcome.note}\n  again: {again}"


def tables(outcomes: Sequence[Outcome]) -> str:
    """How the runs went, by what happened, by fault and by step."""
    parts = [
        _table("happening", outcomes, lambda one: one.case.happening),
        _table("fault", outcomes, lambda one: one.case.fault),
        _table("step", outcomes, lambda one: one.case.points[0].label.split(":")[0]),
        _table("database", outcomes, lambda one: one.case.database),
    ]
    return "\n".join(parts)


def _table(title: str, outcomes: Sequence[Outcome], group: Callable[[Outcome], str]) -> str:
    lines = [f"{title:<24}{'runs':>6}{'lost':>6}{'doubled':>9}{'unsettled':>11}{'tries max':>11}{'longest s':>11}"]
    for name in sorted({group(one) for one in outcomes}):
        mine = [one for one in outcomes if group(one) == name]
        sums = f"{len(mine):>6}{sum(o.lost for o in mine):>6}{sum(o.doubled for o in mine):>9}{sum(o.unsettled for o in mine):>11}"
        lines.append(f"{name:<24}{sums}{max(o.tries for o in mine):>11}{max(o.recovery_s for o in mine):>11.1f}")
    return "\n".join(lines) + "\n"


def json_line(outcomes: Sequence[Outcome], seed: int, left_out: Sequence[str]) -> str:
    """Everything in one line."""
    cut = [one for one in outcomes if one.case.fault in ("latency", "auth_expired") and one.case.happening == "kill"]
    return json.dumps(
        {
            "bench": "chaos",
            "seed": seed,
            "runs": len(outcomes),
            "lost": sum(one.lost for one in outcomes),
            "doubled": sum(one.doubled for one in outcomes),
            "unsettled": sum(one.unsettled for one in outcomes),
            "law_broken": sum(one.law_broken for one in outcomes),
            "points": len({one.case.points[0].label for one in outcomes}),
            "faults": len({one.case.fault for one in outcomes}),
            "point_fault_pairs": len(
                {(one.case.database, one.case.points[0].label, one.case.fault) for one in outcomes}
            ),
            "repeated_requests_max": max((one.repeated for one in cut), default=0),
            "tries_max": max((one.tries for one in outcomes), default=0),
            "longest_recovery_s": round(max((one.recovery_s for one in outcomes), default=0.0), 1),
            "left_out": list(left_out),
        }
    )
