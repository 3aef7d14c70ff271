"""Who was left after some were lost."""

from __future__ import annotations

from collections.abc import Iterator

from resorb.reading.losses import attrition, begins
from resorb.scan.material import Mark, Scanned
from resorb.scan.registry import rule
from resorb.values.findings import Verdict

_MOST_TEXT = 700


@rule(
    "attrition",
    kind="count",
    doc="Those who began less those who were lost are those who were left.",
    source="exact sums",
)
def losses(text: Scanned) -> Iterator[Mark]:
    """Attrition told in one sentence, or in up to three in a row."""
    done = -1
    for number, sentence in enumerate(text.sentences):
        if number <= done or len(sentence.text) > _MOST_TEXT or not begins(sentence.text):
            continue
        for more in range(3):
            last = number + more
            if last >= len(text.sentences) or text.sentences[last].block_number != sentence.block_number:
                break
            ends = text.sentences[last].start + len(text.sentences[last].text)
            if ends - sentence.start > _MOST_TEXT:
                break
            found = attrition(sentence.passage.text[sentence.start : ends])
            if found is None:
                continue
            done = last
            more_or_fewer = "more" if found.rest > found.left else "fewer"
            steps = "".join(f" − {n}" if n >= 0 else f" + {-n}" for n in found.lost)
            sum_up = f"{found.begun}{steps} = {found.rest}"
            at = sentence.at(found.start, found.end)
            if found.rest == found.left:
                yield at.mark(
                    "attrition", Verdict.HOLDS, f"{sum_up}, as printed.", arithmetic=sum_up, computed=str(found.rest)
                )
                break
            assumption = "some of those lost were still counted" if found.is_weak else None
            yield at.mark(
                "attrition", Verdict.ASSUMES if assumption else Verdict.FAILS,
                f"{found.begun} less those lost leaves {found.rest}, not {found.left}.",
                computed=str(found.rest), arithmetic=f"{sum_up}, not {found.left}", assumption=assumption,
                suggestion=f"{found.rest} left, or {abs(found.rest - found.left)} {more_or_fewer} lost",
            )  # fmt: skip
            break
