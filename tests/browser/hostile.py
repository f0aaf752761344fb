"""What transcripts may say to take over the page that shows them."""

HOSTILE = [
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "--><img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "<img src=https://elsewhere.example/x onerror=alert(1)>",
    "<iframe srcdoc='<script>parent.alert(1)</script>'></iframe>",
    "</title></style></textarea><script>alert(1)</script>",
    "<base href=https://elsewhere.example/><meta http-equiv=refresh content=0;url=https://elsewhere.example/>",
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "a\u2028b\u2029c",
    "\u202egnihtyna yas I\u202c \u2066hidden\u2069",
    "__proto__",
    "constructor",
    "toString",
    "{{data}} {{code}} {{title}} ${alert(1)} `${alert(1)}`",
    "\ud800 half a character \udfff",
    "\x00\x01\x1b[31m\x7f",
    "\\u003cscript\\u003e \\",
    "'; alert(1); //",
    "]]><![CDATA[",
    '=HYPERLINK("https://elsewhere.example")',
    "Z\u0351\u036b\u0343\u036a\u0302\u036b\u033d\u034f\u0334\u0319\u0324 " * 3,
    "A" * 10_000,
    "00:00:01,000 --> 00:00:02,000",
    "\U000e0041\U000e0042 invisible tags",
]
"""Each is said, is a speaker's name, a title, a fact, and all else that the page shows."""


def hostile(text):
    """A transcript in which everything says this."""
    words = text.split() or [text]
    total = len(words)
    return {
        "format": 1,
        "id": text,
        "title": text,
        "status": "error",
        "error": text,
        "language": "en",
        "duration": 10_000,
        "facts": [(text, text)],
        "notes": [text],
        "audio": {"src": None, "note": text},
        "speakers": [{"label": text, "name": text}],
        "turns": [{"speaker": 0, "first": 0}],
        "paragraphs": [0],
        "words": {
            "at": 0,
            "total": total,
            "text": words,
            "start": [place * 1000 for place in range(total)],
            "end": [place * 1000 + 900 for place in range(total)],
            "confidence": [50] * total,
        },
        "chapters": [{"headline": text, "summary": f"{text} and more", "start": 0, "end": 5000}],
        "sentiment": [{"sentiment": "negative", "start": 0, "end": 5000}],
        "entities": [{"type": text, "text": text, "start": 0, "end": 900}],
        "highlights": [{"text": text, "rank": 1.0, "times": [(0, 900)]}],
        "topics": [{"name": text, "relevance": 1.0}],
        "redactions": [{"first": 0, "count": 1}],
        "summary": text,
        "answers": [
            {
                "question": text,
                "answer": text,
                "quotes": [
                    {"text": text, "speaker": text, "start": 0, "end": 900, "verified": True},
                    {"text": text, "speaker": text, "start": None, "end": None, "verified": False},
                ],
            }
        ],
    }
