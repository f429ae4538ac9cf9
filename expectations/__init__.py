"""What a good record is: one Great Expectations suite per contract, as code.

A contract's suite is the module of its name with a `SUITE` in it; there is no second list. Importing this package imports neither
Great Expectations nor pandas: both come in when a batch is judged. No value of a record ever leaves: a `Judgement` carries record
ids, rule, field and severity.
"""

from expectations.suite.catalogue import contracts, rule_text, rules
from expectations.suite.judge import judge_for
from expectations.suite.neighbours import Known
from expectations.suite.rule import Rule, Severity, Suite

__all__ = ["Known", "Rule", "Severity", "Suite", "contracts", "judge_for", "rule_text", "rules"]
