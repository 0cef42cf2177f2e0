"""How far the second way of matching can be trusted: cross-validation by thread, and the weights that it is
run with.

    python benchmarks/words_curve.py [--folds 10] [--seed 5]

The labelled pastes are dealt into folds by the thread they come from. For each fold the catalogue is built
without the phrases that hit only pastes of its threads and without the examples those phrases stand in, so
that its pastes are new to it. What no phrase decides then is asked by its words. The weights come from the
other folds, and from changed pastes (perturb_errors.py) of theirs on the whole catalogue. Printed: the curve
(what a chance claims, and how much of it is right), what `explain` as a whole gains, and the weights from all
folds for catalogue/nearest_page.py.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import re
import sys
import types
from collections import defaultdict
from typing import Any, NamedTuple

from perturb_errors import CORPUS, KINDS, SILENT, changed, samples

from claude_doctor import catalogue
from claude_doctor.base.record import replace
from claude_doctor.base.text import clean, squeeze
from claude_doctor.catalogue import build, letters, nearest_page, store, wordindex
from claude_doctor.catalogue import pages as page_files
from claude_doctor.catalogue import phrase as matching
from claude_doctor.doors.explain.command import explain

Pages = list[tuple[Any, list[dict[str, Any]]]]
ROUNDS, STEP, PULL = 120, 0.6, 0.0002
HELD_OUT = 1.5  # what a new paste counts for, a changed one being 1
LEVELS = (0.3, 0.4, 0.5, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85)


class Asked(NamedTuple):
    """A paste that no phrase decides: its fold, what was found, and the candidates (page, what was seen of
    it, whether right).
    """

    fold: int
    new: bool
    accept: frozenset[str]
    first: str | None
    least: float
    ours: bool
    candidates: list[tuple[str, tuple[float, ...], bool]]


def labelled() -> list[dict[str, Any]]:
    """Return all labelled pastes with the thread they come from."""
    found = []
    for path in sorted((*CORPUS.glob("errors-*.jsonl"), *(CORPUS / "given").glob("errors-*.jsonl"))):
        for line in path.read_text(encoding="utf-8").splitlines():
            sample = json.loads(line)
            source = str(sample.get("source") or sample["id"])
            issue = re.search(r"github\.com/([\w.-]+/[\w.-]+)/(?:issues|pull|discussions)/(\d+)", source)
            found.append(
                sample
                | {
                    "thread": f"{issue[1]}#{issue[2]}" if issue else source,
                    "squeezed": squeeze(clean(sample["text"])),
                }
            )
    return found


def hits(pages: Pages, pastes: list[dict[str, Any]]) -> dict[tuple[str, str], set[int]]:
    """Return which pastes each phrase stands in: (page, phrase) -> indexes."""
    found: dict[tuple[str, str], set[int]] = defaultdict(set)
    for entry, matches in pages:
        for message in (
            match["message"]
            for match in matches
            if "message" in match and not letters.is_other(match["message"])
        ):
            phrase = matching.compiled(message)
            literal = matching.anchor(phrase)
            found[entry.id, message] |= {
                at
                for at, paste in enumerate(pastes)
                if literal in paste["squeezed"] and matching.find(phrase, paste["squeezed"])
            }
    return found


def without(pages: Pages, known: dict[tuple[str, str], set[int]], held: set[int]) -> Pages:
    """Return the pages without the phrases that stand in nothing but held-out pastes, nor the examples that
    hold such a phrase.
    """
    left = []
    for entry, matches in pages:
        gone = [
            match
            for match in matches
            if (at := known.get((entry.id, match.get("message", "")))) and at <= held
        ]
        phrases = [matching.compiled(match["message"]) for match in gone]
        examples = tuple(
            text
            for text in entry.examples
            if not any(matching.find(phrase, squeeze(text)) for phrase in phrases)
        )
        left.append((replace(entry, examples=examples), [match for match in matches if match not in gone]))
    return left


def install(pages: Pages) -> None:
    """Put what is generated from some pages in the place of the catalogue's own."""
    package = sys.modules[str(store.module("names").__package__)]
    for name, source in (("matches", build._matches(pages)), ("words", wordindex.source(pages))):  # noqa: SLF001  # what the build makes
        made = types.ModuleType(f"{package.__name__}.{name}")
        exec(source, made.__dict__)  # noqa: S102  # our own generated constants
        sys.modules[made.__name__] = made
        setattr(package, name, made)
    nearest_page.forget()


def asked(text: str, accept: list[str], fold: int, new: bool) -> tuple[Asked | None, str | None, str | None]:
    """Return a paste as it is asked by its words (None when a phrase decides), and the first way's answer
    with its confidence.
    """
    signal = explain(text).main.signal
    found = catalogue.diagnose(signal)
    first, sure = (found[0].entry.id, found[0].confidence) if found else (None, None)
    if catalogue.is_decided(found) or signal.foreign:
        return None, first, sure
    right = frozenset(accept)
    rows = [(like.id, seen, like.id in right) for like, seen in nearest_page.candidates(signal, found)]
    return (
        Asked(fold, new, right, first, nearest_page.least(signal, found), nearest_page.is_ours(signal), rows),
        first,
        sure,
    )


def fitted(rows: list[Asked]) -> list[float]:
    """Return the weights of a logistic regression over the candidates (Adagrad, a little pull to zero)."""
    cases = [
        (seen, float(right), HELD_OUT if row.new else 1.0)
        for row in rows
        for _, seen, right in row.candidates
    ]
    weights = [0.0] * len(cases[0][0])
    squares = [1e-6] * len(weights)
    for _ in range(ROUNDS):
        slopes = [PULL * len(cases) * weight for weight in weights]
        for seen, right, counts in cases:
            wrong = counts * (chance(weights, seen) - right)
            for at, value in enumerate(seen):
                slopes[at] += wrong * value
        for at, slope in enumerate(slopes):
            squares[at] += slope * slope
            weights[at] -= STEP * slope / math.sqrt(squares[at])
    return weights


def chance(weights: list[float], seen: tuple[float, ...]) -> float:
    """Return the chance that weights give a candidate."""
    return 1 / (1 + math.exp(-sum(weight * value for weight, value in zip(weights, seen, strict=True))))


def best(row: Asked, weights: list[float]) -> tuple[float, str, bool]:
    """Return the chance of the likeliest candidate, its page, and whether it is right."""
    return max(
        ((chance(weights, seen), page, right) for page, seen, right in row.candidates),
        default=(0.0, "", False),
    )


def curve(name: str, chosen: list[tuple[Asked, tuple[float, str, bool]]], of: int) -> None:
    """Print what each chance claims where the text speaks of Claude, how much of that is right, and the wrong
    ones as a share of all pastes.
    """
    print(
        f"\n{name}\n| chance | claimed | right | right % | wrong, % of all {of} pastes | foreign "
        "|\n|---|---|---|---|---|---|"
    )
    for level in LEVELS:
        claimed = [
            (row, found) for row, found in chosen if found[0] >= level and row.ours and found[1] != row.first
        ]
        right = sum(found[2] for _, found in claimed)
        foreign = sum(row.accept <= SILENT for row, _ in claimed)
        share = 100 * right / max(len(claimed), 1)
        print(
            f"| {level:.2f} | {len(claimed)} | {right} | {share:.0f} "
            f"| {100 * (len(claimed) - right) / of:.2f} | {foreign} |"
        )


def collected(
    folds: int, seed: int
) -> tuple[list[Asked], list[Asked], list[tuple[Asked | None, frozenset[str], str | None, str | None]]]:
    """Return the new pastes asked by words, the changed ones, and for all pastes what the first way said of
    them when new.
    """
    pages, pastes = page_files.read_entries()[0], labelled()
    threads = sorted({paste["thread"] for paste in pastes})
    dealt = {
        thread: at % folds for at, thread in enumerate(random.Random(seed).sample(threads, len(threads)))
    }
    known = hits(pages, pastes)
    everything = []
    for fold in range(folds):
        held = {at for at, paste in enumerate(pastes) if dealt[paste["thread"]] == fold}
        install(without(pages, known, held))
        for at in sorted(held):
            row, first, sure = asked(pastes[at]["text"], pastes[at]["accept"], fold, True)
            everything.append((row, frozenset(pastes[at]["accept"]), first, sure))
    install(pages)
    of_sample = {paste["id"]: dealt[paste["thread"]] for paste in pastes}
    told = [item for kind in KINDS for item in changed(kind, samples(), 200, seed)]
    changes = [row for text, accept, name in told if (row := asked(text, accept, of_sample[name], False)[0])]
    return [row for row, *_ in everything if row], changes, everything


def main() -> int:
    """Print the curves, the gain and the weights."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--folds", type=int, default=10)
    parser.add_argument("--seed", type=int, default=5)
    options = parser.parse_args()
    new, changes, everything = collected(options.folds, options.seed)
    by_fold = [fitted([row for row in new + changes if row.fold != fold]) for fold in range(options.folds)]
    found = {id(row): best(row, by_fold[row.fold]) for row in new + changes}
    curve("New pastes", [(row, found[id(row)]) for row in new], len(everything))
    curve("Changed pastes", [(row, found[id(row)]) for row in changes], 200 * len(KINDS))
    whole(everything, found)
    print("\nWEIGHTS =", tuple(round(weight, 2) for weight in fitted(new + changes)))
    return 0


def whole(
    everything: list[tuple[Asked | None, frozenset[str], str | None, str | None]],
    found: dict[int, tuple[float, str, bool]],
) -> None:
    """Print what `explain` as a whole says of new pastes, without the second way and with it."""
    rows = []
    for row, accept, first, sure in everything:
        now, sure_now, by_words = first, sure, False
        if row and (pick := found[id(row)])[1] != first and pick[0] >= row.least:
            now, sure_now, by_words = (
                pick[1],
                "likely" if pick[0] >= nearest_page.LIKELY and row.ours else "guess",
                True,
            )
        foreign = bool(SILENT & accept)
        rows.append(
            (
                foreign,
                first in accept,
                sure != "guess" and first is not None,
                now in accept,
                sure_now != "guess" and now is not None,
                by_words,
            )
        )
    ours = [row for row in rows if not row[0]]
    print(
        f"\nOf {len(ours)} new pastes with a page: right {sum(r[1] for r in ours)} by the first "
        f"way, {sum(r[3] for r in ours)} with the second"
    )
    print(
        f"Found by words and put first: {sum(r[5] for r in ours)}, right {sum(r[5] and r[3] for r in ours)}"
    )
    wrong = [
        (
            sum(r[2] and not r[1] for r in rows),
            sum(r[4] and not r[3] for r in rows),
            sum(r[5] and r[4] and not r[3] for r in rows),
        )
    ][0]
    print(
        f"Claimed wrongly, of {len(rows)}: {wrong[0]} by the first way, {wrong[1]} with the "
        f"second, {wrong[2]} of them by words"
    )
    print(
        "Of another system, answered by words as more than a "
        f"guess: {sum(r[0] and r[5] and r[4] and not r[3] for r in rows)}"
    )


if __name__ == "__main__":
    sys.exit(main())
