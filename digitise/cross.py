"""What fields of one page say about one another: a day and its words, a number and a year of birth, a child and its parents."""

from __future__ import annotations

from rapidfuzz import fuzz

from digitise import checks, spoken
from digitise.values import DIFFER, Value

#: Likeness (0 to 100) from which words say a figure, and two readings are one name.
SAME_FACT, SAME_NAME = 90, 85
#: What a field that bears another out leaves of its doubt, and one that contradicts of its confidence; ours.
BORNE_OUT, CONTRADICTED = 0.6, 0.5


def borne_out(values: dict[str, Value]) -> None:
    """Weigh the fields of a page against one another; where two are one fact, the surer reading is taken for both."""
    _in_words(values)
    _same_person(values)
    for name, good in checks.agrees({name: value.value for name, value in values.items()}).items():
        value = values[name]
        if good and value.kind == "id" and value.reason == DIFFER:
            continue  # year and sex say nothing of the digits behind them
        if good:
            value.confidence = 1 - (1 - value.confidence) * (1 - BORNE_OUT)
            value.reason += ", borne out by another field"
        else:
            value.confidence *= CONTRADICTED
            value.reason += ", contradicted by another field"


def _in_words(values: dict[str, Value]) -> None:
    """A day or an area and its words are two readings of one fact; where they agree, the words are spelled as the fact asks."""
    for name, said, spell in (("born_on", "born_on_in_words", spoken.day), ("area", "area_in_words", spoken.area)):
        if name not in values or said not in values:
            continue
        fact, words = values[name], values[said]
        whole = checks.with_comma(fact.value)
        if not fact.holds and _says(words, spell(whole)):
            fact.value, fact.holds = whole, True  # the comma the scan lost
        wanted = spell(fact.value)
        if _says(words, wanted):
            words.value, words.holds, words.confidence = wanted, True, max(words.confidence, fact.confidence)
            fact.confidence = 1 - (1 - fact.confidence) * (1 - BORNE_OUT)
            words.reason = "the figure and the words agree"
        elif wanted and _is_surer(words, fact) and (other := spoken.meant(fact.value, words.value, spell)):
            # One digit was misread: words have the more letters to be told by.
            fact.value, fact.holds, fact.confidence = other, True, words.confidence * CONTRADICTED
            fact.reason = "one digit was read by the words"
        elif wanted and fact.holds and words.holds:
            words.confidence *= CONTRADICTED
            fact.confidence *= CONTRADICTED
            words.reason = fact.reason = "the figure and the words differ"


def _is_surer(words: Value, fact: Value) -> bool:
    return words.holds and words.confidence > fact.confidence


def _says(words: Value, wanted: str) -> bool:
    """Whether the words are this, or nearly where some of them could not be read."""
    if words.holds:
        return wanted.lower() == words.value.lower()
    return bool(wanted) and fuzz.ratio(wanted.lower(), words.value.lower()) >= SAME_FACT


def _same_person(values: dict[str, Value]) -> None:
    """Who asked for the registration is as a rule a parent: of two nearly equal readings the surer one is taken for both."""
    asked = values.get("requester_name")
    parents = [values[name] for name in ("mother_name", "father_name") if name in values]
    for parent in parents if asked else []:
        if asked and fuzz.ratio(asked.value, parent.value) >= SAME_NAME:
            sure, other = (parent, asked) if parent.confidence >= asked.confidence else (asked, parent)
            agreed = sure.value == other.value
            other.value, other.holds, other.known = sure.value, sure.holds, sure.known
            if agreed:
                sure.confidence = other.confidence = 1 - (1 - sure.confidence) * (1 - other.confidence)
