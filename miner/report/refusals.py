"""Why something that a language model wrote is not shown, as words for a reader: a digest holds short names of rules.

A reason that is not listed (a later version's) stays as it stands in the digest.
"""

from __future__ import annotations

from miner.report.languages.catalogues import N_, gettext

_RULES = {
    "cites": N_("citing what is not there"),
    "signs": N_("signs that no sentence needs"),
    "links": N_("a link"),
    "leak": N_("about the writer itself"),
    "length": N_("too long, or too many sentences"),
    "language": N_("in another language"),
    "names": N_("a name that was not said, or by one person only"),
    "numbers": N_("a number that was not said"),
    "quantity": N_("a wrong count of people"),
    "agreement": N_("an agreement that is not there"),
    "quotation": N_("a quotation that is none"),
    "attribution": N_("said by somebody else"),
    "title": N_("no fit name"),
    "sides": N_("sides mixed up"),
    "support": N_("not said in the quotes cited"),
    "reversed": N_("the opposite of what was said"),
    "copied": N_("a mere copy of a quote"),
    "nearness": N_("no better than the discussion's own words"),
    "choice": N_("nothing better to choose from"),
}
_FAILURES = {
    text: text
    for text in (
        N_("answer not in the form asked for"),
        N_("answer broken off"),
        N_("limit of costs reached"),
        N_("not asked after earlier failures"),
        N_("question too long for the model"),
        N_("no answer in time"),
        N_("server not reached"),
        N_("server too busy"),
        N_("server failed"),
        N_("key refused"),
        N_("model or address unknown to the server"),
        N_("question refused by the server"),
        N_("server led elsewhere"),
        N_("no chat completion"),
        N_("answer too large"),
    )
}
REASONS = {**_RULES, **_FAILURES}


def refusal(reason: str) -> str:
    """The words for a reason, in the language of the report."""
    return gettext(REASONS[reason]) if reason in REASONS else reason
