"""Expectations about a whole batch: its volume, its age, its keys and how its codes are spread, against the nights before.

They look at counts only, and never before there are enough nights to tell what is usual. A batch that breaks one is stopped whole: it
points at the source or the way there, not at single records.
"""

from expectations.batch.judge import Stop, judge_batch
from expectations.batch.limits import BatchLimits
from expectations.batch.profile import Profile, profile
from expectations.batch.usual import Night, Usual, usual

__all__ = ["BatchLimits", "Night", "Profile", "Stop", "Usual", "judge_batch", "profile", "usual"]
