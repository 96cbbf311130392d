"""The protocols: what each scores, on which data, beside whom, and which figures have floors.

Light to import: the parent process only starts others, and its memory would count in theirs.
"""

from __future__ import annotations

from dataclasses import dataclass

from records import OURS

SIMPLE = (OURS, "tfidf", "minilm")
SLOW_TO_START = ("bertopic", "bertopic all", "plscan", "evoc", "kouchou-ai", "kura")  # left out of a quick run
GROUPERS = (*SIMPLE, *SLOW_TO_START)


@dataclass(frozen=True)
class Protocol:
    """One protocol.

    Attributes
    ----------
    name
        Also the module that holds ``score(runner, folder, scale)``, unless ``module`` names it.
    needs
        Folders of the data; without the first the protocol is left out, unless it has data of its own.
    runners
        Whose rows the table has.
    floors
        Figures of ours that may not fall. All of them are better when higher.
    exact
        Figures without a noise margin: promises, not measurements.
    note
        Stands under the table: what the figures mean, and which part chose the settings.
    own
        Data kept in this repository: folders and files. They tell which data the figures are of, with no others, so they
        must tell the sets of ``needs`` too; those are named like their folders.
    only_ours
        Sets of which the page shows our row alone, to stay readable; the peers' are in ``reports/quality.json``.
    """

    name: str
    title: str
    needs: tuple[str, ...]
    runners: tuple[str, ...]
    floors: tuple[str, ...]
    note: str
    exact: tuple[str, ...] = ()
    module: str = ""
    own: tuple[str, ...] = ()
    only_ours: tuple[str, ...] = ()


PROTOCOLS: tuple[Protocol, ...] = (
    Protocol(
        name="matching",
        title="Matching arguments to key points",
        needs=("kpa2021", "qam_kpa"),
        runners=SIMPLE,
        floors=("plain strict", "plain relaxed", "corrected strict", "corrected relaxed"),
        note="`miner.match`. Mean average precision of the better-scored half, per topic and stance. Strict: a pair without a label "
        "is wrong; relaxed: it is right. Corrected: times the share of positives in that half. Settings were chosen on the training part of "
        "`kpa2021` (`--part train`); `qam_kpa` (its 20 largest groups) has positive labels only, so it has no relaxed figure.",
    ),
    Protocol(
        name="key_points",
        title="Key points found without being told",
        needs=("kpa2021",),
        runners=GROUPERS,
        floors=("weighted recall", "precision", "quote precision", "B-cubed F1"),
        note="`miner.mine` on the arguments of one topic and stance, each by another person; means over these groups. A theme stands for the "
        "gold key point that most of its arguments carry, if at least half of them do. Peers are told the number of key points and come as near "
        "to it as their recipe does. "
        "Redundancy: themes that stand for a key point another theme stands for already. Prevalence error: mean "
        "difference between the share a theme claims and the share of arguments labelled with its key point. Settings: training part, "
        "but for one: that themes are cut from the plain tree and not agreed on by resamples was chosen on these very texts.",
    ),
    Protocol(
        name="groups",
        title="Groups of short texts",
        needs=("short_text_clustering", "banking77", "airline_tweets", "argument_aspects"),
        runners=GROUPERS,
        floors=("k NMI", "k B-cubed", "free NMI", "free B-cubed", "small sets grouped"),
        exact=("small sets grouped",),
        note="`miner.group`. `k`: the gold number of groups is given; `free`: it is not (`tfidf` and `minilm` take the number with the best "
        "silhouette, the others what their recipe finds). Texts in no group count as groups of their own; `covered` leaves them out. Log ratio: "
        "log2(groups found / gold groups). Small sets: 25, 40, 60, 100 and 200 texts have at least one group. Samples of 500 texts are drawn with "
        "seed 0. The rule for the number of groups was chosen on 100 to 1,200 texts of the same sets drawn with another seed. The vectors of the peers are made once a run, by `minilm`: the seconds of those below it "
        "are without encoding.",
    ),
    Protocol(
        name="languages",
        title="Other languages",
        needs=("kouchou_ai",),
        own=("tests/data/languages", "tests/quality/kouchou_labels.csv"),
        only_ours=("de", "fr", "es", "pt", "ja", "ar"),
        runners=(*SIMPLE, "multilingual", *SLOW_TO_START),
        floors=("k ARI", "k NMI", "k B-cubed", "free ARI", "free NMI", "free B-cubed"),
        note="`miner.group`, with the embedder it chooses by itself. `k`, `free` and log ratio as for groups of short texts. `de` to `ar`: 36 opinions on six "
        "subjects each, by one author (`tests/data/languages`); mean: over these. `kouchou_ai`: 176 of the first 204 of its Japanese sample comments on artificial intelligence, marked by "
        "hand with one of 15 subjects before any grouping was seen; the other 28 have no subject. `tfidf`: words between spaces, as the recipe is usually "
        "taken. `multilingual` (k-means) and the recipes below it have the vectors that ours reads with, and encode them anew as ours does. Texts in no group count as groups of their own: where a recipe finds none in 36 texts, ARI is 0, but NMI 0.667. Not blind: the six sets were written for this comparison, "
        "and the encoder was chosen on all seven.",
    ),
    Protocol(
        name="stability",
        title="Stability",
        needs=("short_text_clustering", "banking77", "airline_tweets", "argument_aspects"),
        runners=GROUPERS,
        floors=("re-run", "shuffled", "resamples", "sets at target"),
        exact=("re-run", "shuffled"),
        note="`miner.group` on 200 texts of each set. Re-run and shuffled: ARI of a grouping with that of a second run and with that of the same "
        "texts in another order; ours must be exactly 1. Resamples: mean ARI of every two of ten 90 % resamples on the texts they share; "
        "the target is 0.75. In the last row: the least agreement, the mean over the sets, and the share of sets that reach the target. All peers "
        "have a fixed seed.",
    ),
    Protocol(
        name="sides",
        title="Sides, with declared poles",
        needs=("argq30k", "ibm_claim_stance", "perspectrum", "semeval2016_stance", "convarg_sides"),
        runners=(OURS, "tfidf", "minilm", "majority"),
        floors=("macro-F1", "macro-F1 pooled", "macro-F1 plain poles"),
        note="`miner.place` at full coverage: a position of 0 is wrong. Samples of 40 texts a topic "
        "(`convarg_sides`: 20) are drawn with seed 0. Three statements a side drawn with seeds 0, 1, 2 (means of the three), and "
        "plain poles without any statement. `macro-F1` is the mean over topics, `pooled` is over all texts. `argq30k`, "
        "`ibm_claim_stance` and `perspectrum`: only topics (claims) that no shipped model was trained on; Perspectrum has a third of its test "
        "perspectives under a training claim too. The side model was trained on posts of `convarg_sides`: its row shows no more than fit. "
        "SemEval F: mean of F1 for favour and against, texts without a stance included.",
    ),
    Protocol(
        name="found_contrasts",
        title="Sides, found without being told",
        needs=("perspectrum", "kpa2021", "polis"),
        runners=GROUPERS,
        floors=("pole F", "AUC"),
        note="`miner.mine` on all opinions of one claim, topic or conversation; the first contrast it finds. Purity under the better orientation, "
        "coverage, and their harmonic mean (pole F). Polis: AUC of telling pairs of comments on opposite poles from pairs on the "
        "same one by how people voted on them (-r over at least 15 common voters); no contrast found counts as 0.5. `tfidf` and `minilm` cut into two "
        "groups; of the others the two largest groups count when they are told the number two.",
    ),
    Protocol(
        name="strength",
        title="Strength and quotes",
        needs=("argq",),
        runners=(OURS, "length", "tfidf", "minilm"),
        floors=("Spearman", "pair accuracy", "quote percentile"),
        note="`miner.strength`, per motion and stance (at most 150 arguments each), against how people ranked the arguments; 2,000 pairs people compared; and the mean gold "
        "percentile of the first three quotes of the digest's overview (chance 0.5). `length`: characters; the other peers: nearness to all others.",
    ),
    Protocol(
        name="chats",
        title="Tweet chats",
        needs=("critlib_tweet_chats",),
        runners=(OURS, "last asked", "majority"),
        floors=("counts exact", "questions", "markers kept", "markers stripped", "quotes verbatim", "sections"),
        exact=("counts exact", "quotes verbatim", "sections"),
        note="Six weeks of one chat; a post with `A3` answers question 3 (silver). Kept: as read; stripped: `assign_questions` is given text "
        "without markers and hashtags, and time. The weeks mar10, apr23 and june03 chose its settings, the others did not. "
        "Counts: tweets, reposts and people are exactly those of the file. Sections: every question with five answers and more has one.",
    ),
    Protocol(
        name="pages",
        title="Comments on saved pages",
        needs=("wordpress_html",),
        runners=(OURS, "cascade alone", "trafilatura"),
        floors=("recall", "accounted", "precision", "snippets", "author", "date", "parent", "text", "no leak"),
        note="`miner.read`; cascade alone: with the readers of platforms switched off (`--as page`). Comments found against the number of comment "
        "ids in the page, corrected by eye on five pages; accounted: with the links from other blogs that are counted and left out. Snippets that "
        "people marked; author, date, parent and text of the comments found against a simple extraction by markup. Words: share of known comments "
        "whose beginning is anywhere in what was extracted. No leak: share of comments without 80 letters in a row of the article (people quote it, "
        "too). Other platforms: pages of forums and blogs against what the reader of their platform reads. Held out: pages the cascade was not "
        "built on (every second one by name; of the samples XenForo, vBulletin and some of Blogger and Askbot); not blind, see `pages.py`.",
    ),
    Protocol(
        name="writer",
        module="writer_check",
        title="Written sentences: what the check catches",
        needs=("kpa2021", "perspectrum"),
        runners=(OURS, "match model", "side model", "cosine", "words", "extractive", "writer"),
        floors=("caught", "mean of kinds", "passed"),
        note="`miner.writer.checks.check`. True sentences: key points with arguments that people matched with them and perspectives with others "
        "that annotators held equivalent (claims), the same put into the mouth of one of their authors or with the right count, sentences of arguments "
        "as they are, and shortened by rule. False sentences are made of them by rule (`planted_rules.py`); caught: not shown. Mean of kinds: each kind counts the "
        "same. At least, at most: 95 % interval. The four ways below stand alone, at limits that let as many key points of the choosing part through as the check "
        "does. Weights and limits were fitted on three topics of `kpa2021` and a third of the claims of Perspectrum's dev part (`--part train`), the others are scored. "
        "False and true sides: what is said of two sides, or their names, given to the wrong one (`planted_contrasts.py`); one way alone reads no names. "
        "Title test: members of themes whose own title is the nearest, as a reader gets them; sentences passed: of the extractive form, and of the writer named with "
        "`--writer` (`small_writer.py` makes a small one from a wheel of PyPI).",
    ),
    Protocol(
        name="continuity",
        title="Themes over time",
        needs=("blog_comment_threads", "critlib_tweet_chats"),
        runners=(OURS, "bertopic"),
        floors=("F1", "blind F1"),
        note="Windows that overlap by half: 50 comments of eight blog threads, 200 tweets of six weeks of one chat. Two themes of neighbouring "
        "windows are the same when they share most of the arguments that stand in both. Kept: how many of those have one id; right: how many "
        "themes with one id are the same; F1: of both. Ours sees which arguments are the same, as it does in use; blind: it does not. `bertopic`: its "
        "defaults on the same arguments, `merge_models` with its default similarity, which looks at vectors of topics only; its themes are its own, "
        "and `same` says how many of them there are to keep. The thresholds were chosen on six other threads. Seconds: without the digests.",
    ),
    Protocol(
        name="robustness",
        title="Hostile files",
        needs=("samples/hostile",),
        runners=(OURS,),
        floors=("no crash", "nothing fetched", "nothing written"),
        exact=("no crash", "nothing fetched", "nothing written"),
        note="`miner read` and `miner digest` on each file in a process of its own, in an empty folder, under an audit hook that ends the process at "
        "the first connection that Python makes. Nothing written: no file but the report, in the home, cache and temporary folders either. "
        "Worst seconds (of the processor, without those of a start) and memory: of `miner read` on its worst file.",
    ),
)


def protocol_named(name: str) -> Protocol:
    """The protocol of that name."""
    return next(protocol for protocol in PROTOCOLS if protocol.name == name)
