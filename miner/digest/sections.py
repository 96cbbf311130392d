"""The smaller sections: by question, said once, open questions, links, people."""

from __future__ import annotations

from collections import Counter, defaultdict

import numpy as np

from miner.digest.material import Material
from miner.digest.quotes import choose_quotes
from miner.digest.records import DigestQuestion, Person, SharedLink
from miner.transcript import Question, Thread, is_context

_N_QUOTES, _N_THEMES = 3, 4


def questions_of(material: Material) -> tuple[DigestQuestion, ...]:
    """Every numbered question with its answers, in the order they were asked."""
    return tuple(_question(material, thread, q) for thread in material.transcript.threads for q in thread.questions)


def _question(material: Material, thread: Thread, question: Question) -> DigestQuestion:
    answering = {
        post.id
        for post in material.transcript.posts
        if post.thread_id == thread.id
        and post.kind not in ("question", "repost")
        and any(link.id == question.id for link in post.questions)
    }
    numbers = [number for number, argument in enumerate(material.arguments) if argument.post_id in answering]
    people: dict[int, set[str]] = defaultdict(set)
    for number in numbers:
        people[int(material.clusters.labels[number])] |= material.voices(number)
    labels = sorted(
        (label for label in people if label >= 0 and len(people[label]) > 1),
        key=lambda label: (-len(people[label]), label),
    )
    return DigestQuestion(
        id=question.id,
        text=question.text,
        thread_id=thread.id,
        post_id=question.post_id,
        asked_by=question.asked_by,
        asked_at=question.asked_at,
        n_people=len({material.posts[post_id].author or post_id for post_id in answering}),
        n_answers=len(answering),
        n_arguments=len(numbers),
        themes=tuple(f"t{label + 1}" for label in labels[:_N_THEMES]),
        quotes=material.ids(choose_quotes(numbers, material.arguments, material.clusters.features, _N_QUOTES)),
    )


def said_once_of(material: Material) -> tuple[str, ...]:
    """All arguments of the long tail, readers' before the article's, strongest first."""
    tail = np.flatnonzero(material.clusters.labels < 0)
    ranked = sorted(tail, key=lambda n: (material.arguments[n].is_article, -material.arguments[n].strength, n))
    return material.ids(int(number) for number in ranked)


def links_of(material: Material) -> tuple[SharedLink, ...]:
    """Addresses people shared, by how many posts; reposts do not count."""
    posts: dict[str, list[str]] = defaultdict(list)
    for post in material.transcript.posts:
        if post.kind not in ("repost", "system", "article") and not is_context(post):
            for link in post.links:
                posts[link].append(post.id)
    ranked = sorted(posts.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    return tuple(
        SharedLink(
            url=url,
            n_posts=len(ids),
            people=tuple(
                dict.fromkeys(material.posts[post_id].author for post_id in ids if material.posts[post_id].author)
            ),
            post_id=ids[0],
        )
        for url, ids in ranked
    )


def people_of(material: Material) -> tuple[Person, ...]:
    """Everybody with a name, in order of name."""
    own = [post for post in material.transcript.posts if post.author and not is_context(post)]
    n_posts = Counter(post.author for post in own if post.kind not in ("repost", "system"))
    n_reposts = Counter(post.author for post in own if post.kind == "repost")
    n_arguments = Counter(argument.author for argument in material.arguments if argument.author)
    hosts = {name for thread in material.transcript.threads for name in thread.hosts}
    guests = {name for thread in material.transcript.threads for name in thread.guests}
    return tuple(
        Person(
            name=name,
            n_posts=n_posts[name],
            n_arguments=n_arguments[name],
            n_reposts=n_reposts[name],
            host=name in hosts,
            guest=name in guests,
        )
        for name in sorted({*n_posts, *n_reposts}, key=lambda name: (name.casefold(), name))
    )
