"""Takes what the sentiment sample needs from vaderSentiment's source distribution (3.3.2).

    pip download --no-deps --no-binary :all: vaderSentiment==3.3.2
    python prepare.py vaderSentiment-3.3.2.tar.gz

Names of accounts and web addresses are masked, and sentences with obscenities or slurs are left out, because
the sample prints its sentences; nothing else is changed but HTML's escapes.
"""

import html
import io
import re
import sys
import tarfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = "vaderSentiment-3.3.2/"
LEFT_OUT = re.compile(
    r"fuck|shit|bitch|nigg|cunt|fag+[oi]?|retard|whore|slut|pussy|porn|rape[ds]?\b|\bdicks?\b|"
    r"\bass(hole)?(es)?\b|\btits?\b|\bwtf\b|\bcooter\b|\bpiss",
    re.IGNORECASE,
)
RATED = "additional_resources/hutto_ICWSM_2014.tar.gz"


def masked(text):
    text = html.unescape(html.unescape(text))
    text = re.sub(r"(https?://|www\.)\S+", "http://example.com", text)
    return " ".join(re.sub(r"@\w+", "@someone", text).split())


def tweets(archive):
    with tarfile.open(fileobj=io.BytesIO(archive.extractfile(ROOT + RATED).read())) as rated:
        content = rated.extractfile("hutto_ICWSM_2014/tweets_GroundTruth.txt").read().decode("utf-8")
    rows = (line.split("\t", 2) for line in content.splitlines())
    return [
        f"{number}\t{float(rating):.4f}\t{masked(text)}\n"
        for number, rating, text in rows
        if not LEFT_OUT.search(text)
    ]


def lexicon(archive):
    content = archive.extractfile(ROOT + "vaderSentiment/vader_lexicon.txt").read().decode("utf-8")
    rows = (line.split("\t") for line in content.splitlines() if line.strip())
    return [f"{row[0]}\t{row[1]}\n" for row in rows]


def main(distribution):
    with tarfile.open(distribution) as archive:
        (HERE / "tweets.tsv").write_text("".join(tweets(archive)), encoding="utf-8")
        (HERE / "lexicon.tsv").write_text("".join(lexicon(archive)), encoding="utf-8")
        (HERE / "LICENSE.txt").write_bytes(archive.extractfile(ROOT + "LICENSE.txt").read())


if __name__ == "__main__":
    main(sys.argv[1])
