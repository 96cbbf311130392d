"""Made pairs about emphasis: what to put first. The wording is our own; the subjects differ from the shipped contrasts."""

from __future__ import annotations

import random
from typing import NamedTuple

# Each line: wordings of one emphasis | wordings of the other.
SUBJECTS = """
shipping fast; moving quickly; speed; a quick release | careful testing; polish; quality; taking the time to get it right
growth; winning new customers; expanding into new markets | profit; keeping the margins healthy; living within our means
theory; understanding the principles; the foundations of the subject | practice; hands-on work; learning by doing
individual freedom; personal choice; letting people decide for themselves | public safety; protecting everyone; common rules
remote work; working from home; flexible hours | being in the office; working side by side; face time
automation; letting machines do it; self-service | the human touch; talking to a real person; personal service
planning ahead; a detailed plan; thinking before acting | trying things out; experiments; learning as we go
central control; one standard for all; head office deciding | local autonomy; letting each branch decide; freedom for the teams
tradition; the ways that have served us well; continuity | change; new ways of working; breaking with the past
saving money; cutting costs; low prices | paying for good work; investing; premium quality
teamwork; working together; the group | individual talent; star performers; personal responsibility
short-term results; this quarter's numbers; quick wins | the long run; patience; lasting results
privacy; keeping personal data safe; data protection | convenience; personalised offers; having everything at one click
research; collecting evidence; measuring before deciding | intuition; gut feeling; experience and instinct
discipline; clear rules; strictness | trust; kindness; letting people find their own way
teaching facts; memorising; knowing the material by heart | critical thinking; curiosity; asking questions
design; beauty; how it looks | function; usefulness; whether it works
many features; more options; a long list of functions | simplicity; doing one thing well; fewer buttons
competition; rivalry; beating the others | cooperation; partnership; sharing what we know
marketing; advertising; a strong brand | the product itself; what is in the box; real substance
nature; wild land; protecting the forest | jobs; building; economic development
public transport; buses and trains; fewer cars | roads; parking; driving
hiring experts; specialists; deep knowledge of one field | generalists; broad skills; people who can do a bit of everything
leadership from the top; a strong boss; clear orders | grassroots ideas; listening to staff; bottom-up decisions
print books; paper; reading without a screen | e-books; tablets; digital reading
preventing illness; healthy habits; exercise | treatment; better hospitals; new drugs
helping those nearby; the local community; our own neighbours | the wider world; global problems; people far away
openness; sharing everything; transparency | discretion; confidentiality; keeping things internal
equality; the same for all; levelling the field | merit; rewarding effort; letting the best rise
renovating what we have; maintenance; repairing old buildings | building new; fresh construction; a clean start
looking back; learning from history; the lessons of the past | looking forward; imagining what comes next; vision
depth; a few things studied well; mastering one skill | breadth; a bit of everything; variety
perfection; zero errors; getting every detail right | progress; good enough; moving on
open source; free software; code that everybody can read | paid software; vendors with support; commercial products
big ambitions; bold goals; moonshots | small steps; steady improvement; realistic goals
loyal customers; keeping the people we have; looking after regulars | new customers; reaching strangers; attracting a fresh audience
training our own people; promoting from within; developing staff | hiring from outside; fresh blood; buying in talent
exams; grades; tests that compare pupils | projects; portfolios; feedback instead of marks
strict deadlines; being on time; punctuality | flexibility; taking the time it needs; no pressure
telling stories; emotion; moving the audience | numbers; facts; showing the data
saving energy; using less; efficiency | producing more energy; new power plants; plentiful supply
organic farming; natural food; no chemicals | high yields; cheap food; modern agriculture
science; engineering; technical subjects | the arts; literature; the humanities
following the user's wishes; asking people what they want; surveys | expert judgement; knowing better than the crowd; a designer's conviction
safety margins; caution; avoiding risk | daring; taking chances; courage
""".strip()


def _templates(text: str) -> list[str]:
    """What stands between the bars."""
    return [template.strip() for template in text.replace("\n", " ").split(" | ")]


# {a} is favoured, {b} is not. Templates with one of the two name only that one.
FAVOUR = _templates("""
get {a} right before anything else | {a} first, {b} later | {a} matters more than {b} |
I would trade {b} for {a} any day | without {a}, {b} is worth nothing |
too much talk about {b}, not enough about {a} | everyone obsesses over {b} while {a} suffers |
what people really want is {a} | {a} is what sets the winners apart | start with {a} |
nobody cares about {b} if {a} is missing | {b} is overrated | {b} can wait | stop chasing {b}; look after {a} |
we have lost sight of {a} | if you have {a}, {b} will follow | {b} alone will not save you |
the best teams I know put {a} ahead of {b} | it is a mistake to sacrifice {a} for {b} |
investing in {a} always pays off | {a} is the key | {b} is a distraction | I am tired of hearing about {b} |
you cannot win with {b} | {a} is where the value comes from | there is no substitute for {a} |
{b} sounds nice but it does not solve the problem | people remember {a}, not {b} |
every success story I know began with {a} | most failures come from {b} without {a} |
{a} is not a luxury, it is the foundation | we should spend more on {a} | we should spend less on {b} |
the future belongs to {a} | {b} only leads to disappointment | in my experience {a} beats {b} |
forget {b} until {a} is sorted out | {b} is just a fad | {a} is what keeps people coming back |
our company went down because it cared only for {b} | {a} over {b} | {a} rather than {b} | {a} | {a} | {a} |
my rule is simple: {a} before {b} | give me {a} over {b} | {b} is fine, but {a} has to come first |
yes, {b} helps, but {a} counts more | some say {b} is everything; I say {a} | {a} makes the difference |
don't underestimate {a} | {b} is no excuse for neglecting {a}
""")
NEITHER = _templates("""
both {a} and {b} matter | it is a balance between {a} and {b} | how do {a} and {b} relate? |
what is the difference between {a} and {b}? | thanks everyone for a great chat about {a} |
next week we talk about {a} | Q2: {a} or {b}? | it depends on the situation | who else works on {b}? |
{a} and {b} go hand in hand | I read an article about {a} yesterday | neither {a} nor {b} is the whole answer |
can somebody define {a}? | good morning all | great question | here is the link to the slides |
I work for a company with 200 employees | what do you mean by {b}?
""")


class Emphases(NamedTuple):
    """Wordings of two emphases that pull apart."""

    one: list[str]
    other: list[str]


def subjects() -> list[Emphases]:
    """What can be put first, in the order of the lines above."""
    return [
        Emphases(*([words.strip() for words in side.split(";")] for side in line.split("|")))
        for line in SUBJECTS.splitlines()
    ]


def say(template: str, a: str, b: str) -> str:
    """The template about two wordings, as a sentence begins."""
    text = template.format(a=a, b=b)
    return text[0].upper() + text[1:]


def _favour(ours: list[str], theirs: list[str], rng: random.Random) -> str:
    """A sentence that puts one emphasis before the other."""
    return say(rng.choice(FAVOUR), rng.choice(ours), rng.choice(theirs))


def made_pairs(n: int, rng: random.Random) -> list[tuple[str, str, int]]:
    """(text, statement, 0: same emphasis, 1: opposite, 2: neither); ``n`` of them."""
    known = subjects()
    pairs: list[tuple[str, str, int]] = []
    while len(pairs) < n:
        number = rng.randrange(len(known))
        ours, theirs = known[number] if rng.random() < 0.5 else known[number][::-1]
        first = _favour(ours, theirs, rng)
        kind = rng.random()
        if kind < 0.40:
            pairs.append((first, _favour(ours, theirs, rng), 0))
        elif kind < 0.82:
            pairs.append((first, _favour(theirs, ours, rng), 1))
        elif kind < 0.92:
            pairs.append((say(rng.choice(NEITHER), rng.choice(ours), rng.choice(theirs)), first, 2))
        else:
            another = rng.randrange(len(known))
            if another != number:
                pairs.append((first, _favour(*known[another], rng), 2))
    return pairs
