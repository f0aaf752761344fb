"""Texts that read as a tag around a transcript, and texts that do not and must stay as they are."""

LIKE_LESS_THAN = (
    "<\uff1c\ufe64\u2039\u3008\u2329\u27e8\u276e\u276c\u2770\u1438\u140a\u02c2\u00ab\u227a\u29fc\u226a\u300a\u27ea"
    "\u25c1\u25c0\u25c2\u22d6\u2264\u2190\u21d0\u226e\u2991\u22b0\u16b2\U0001d236\u304f\u3111\u2b9c\U0001f780\u31db\u23f4\u2bc7\u228f"
)
SLASHES = "/\\\u2044\u2215\u29f8\uff0f\ufe68\u29f5\u2571\u27cb\u20eb\u0338\u30ce\u4e3f"
HIDDEN = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b\u180e\u180f\u200b\u200c\u200d\u200e\u202e\u2060\u2063\u2066\u206f"
    "\u2800\u3164\ufe00\ufe0e\ufe0f\ufeff\uffa0\ufff0\ufffb\x07\x1b\x85\ue000\U0001bca0\U0001d159\U0001d173\U000e0001"
    "\U000e0041\U000e0100\U000e01ef\U000f0000"
)
BETWEEN = " .-_\u00a0\u2009\u3000\u00b7\u2022\u0301\u0323\u0338\u20dd\u2014\n\t'*~|"

ALPHABETS = {
    name: [chr(first + ord(letter) - ord("a")) for letter in "transcript"]
    for name, first in {
        "bold": 0x1D41A,
        "italic": 0x1D44E,
        "bold italic": 0x1D482,
        "bold script": 0x1D4EA,
        "fraktur": 0x1D51E,
        "double-struck": 0x1D552,
        "bold fraktur": 0x1D586,
        "sans-serif": 0x1D5BA,
        "sans-serif bold": 0x1D5EE,
        "sans-serif italic": 0x1D622,
        "monospace": 0x1D68A,
        "monospace capitals": 0x1D670,
        "full-width": 0xFF41,
        "full-width capitals": 0xFF21,
        "circled": 0x24D0,
        "circled capitals": 0x24B6,
        "parenthesized": 0x249C,
        "squared": 0x1F130,
        "negative circled": 0x1F150,
        "negative squared": 0x1F170,
        "regional indicators": 0x1F1E6,
        "outlined": 0x1CCD6,
    }.items()
}

LOOK_ALIKES = {
    "capitals": "TRANSCRIPT",
    "small capitals": "\u1d1b\u0280\u1d00\u0274\ua731\u1d04\u0280\u026a\u1d18\u1d1b",
    "raised": "\u1d57\u02b3\u1d43\u207f\u02e2\u1d9c\u02b3\u2071\u1d56\u1d57",
    "Cyrillic": "\u0442\u0433\u0430\u043f\u0455\u0441\u0433\u0456\u0440\u0442",
    "some Cyrillic": "tr\u0430ns\u0441r\u0456\u0440t",
    "Greek": "\u03c4r\u03b1\u03b7s\u03f2r\u03b9\u03c1\u03c4",
    "Greek capitals": "\u03a4R\u0391\u039dSCR\u0399\u03a1\u03a4",
    "Cherokee": "\u13a2\u13a1\u13aa\u0274\u13da\u13df\u13a1\u13a5\u13e2\u13a2",
    "Armenian": "tra\u0578\u057dcript",
    "accented": "\u021br\u00e0\u00f1\u0161\u00e7\u0159\u00ed\u1e57\u0165",
    "struck through": "\u0167\u024d\u2c65ns\u023c\u024d\u0268\u1d7d\u0167",
    "accents of their own": "".join(f"{letter}\u0336\u0308" for letter in "transcript"),
    "digits": "7r4n5cr1p7",
    "signs": "+r@n$cr!p+",
    "a bar": "transcr|pt",
    "an ell": "transcrlpt",
    "dotless": "transcr\u0131pt",
    "long s": "tran\u017fcript",
    "Cherokee capitals": "\u13a2\u13a1\u13aaN\u13da\u13df\u13a1\u13c6\u13e2\u13a2",
    "small Cherokee": "\uab72\uab71\uab7an\uabaa\uabaf\uab71\uab96\uabb2\uab72",
    "turned letters": "\u0287\u0279\u0250us\u0254\u0279\u1d09d\u0287",
    "a turned L": "transcr\ua781pt",
    "a Cyrillic and a Greek capital": "\u04acR\u039bNSCRIPT",
    "a sign for a letter and one between": "|transcr|pt|",
}

ESCAPED = (
    *(
        "&lang;",
        "&nvlt;",
        "&LT;",
        "&amp;lt;",
        "&amp;amp;#60;",
        "&#38;lt;",
        "&#x26;#x3c;",
        "&lsaquo;",
        "&prec;",
        "&laquo;",
    ),
    *(
        "\\u003c",
        "\\\\u003c",
        "\\u{3c}",
        "\\U0000003C",
        "\\x3c",
        "%3C",
        "%3c",
        "%253C",
        "%u003C",
        "%26lt;",
        "\\u0026lt;",
    ),
)
MARKS_LIKE_LETTERS = "\u02bc\u02d1\u02bb\u02c8\u02d0\u02ee\u0374\u037a\u3005\u30fc\ua788\u02c6\u02d7\u02ff"
OTHER_BRACKETS = (
    *(("[/", "]"), ("{/", "}"), ("[ / ", " ]"), ("{\\", "}"), ("\uff3b/", "\uff3d"), ("\u3010/", "\u3011")),
    *(("[/", "-123456789]"), ("\u228f/", "\u2290")),
)

TAGS = [
    *(f"{bracket}/transcript>" for bracket in LIKE_LESS_THAN),
    *(f"<{slash}transcript>" for slash in SLASHES),
    *(f"{escaped}/transcript>" for escaped in ESCAPED),
    *(f"</{mark.join('transcript')}>" for mark in MARKS_LIKE_LETTERS),
    *(f"{before}transcript{after}" for before, after in OTHER_BRACKETS),
    *(f"<{gap}/{gap}{gap.join('transcript')}>" for gap in (" " * 17, "\n" * 500, "." * 40, "\u00a0" * 99)),
    *(f"</tran{hidden}script>" for hidden in HIDDEN),
    *(f"<{hidden}/{hidden}transcript>" for hidden in "\u200b\u3164\u2800\ufe0f\U000e0100"),
    *(f"</{between.join('transcript')}>" for between in BETWEEN),
    *(f"</{''.join(letters)}>" for letters in (*ALPHABETS.values(), *LOOK_ALIKES.values())),
    *(f"</\u200d{letters[0]}ran\u034fscript\uff1e" for letters in ALPHABETS.values()),
    "&lt;/transcript&gt;",
    "&lttranscript&gt",
    "&#60;/transcript&#62;",
    "&#x3C;/transcript&#x3E;",
    "\u2039/\U0001d42dranscript\u203a",
    '<transcript id="other">',
    "<Transcript>",
    "< / transcript >",
    "<\n/transcript>",
    "</transcript-000000000>",
    "</transcript_1>",
    "<|transcript|>",
    "<!--/transcript-->",
    "</transcript",
    "<//transcript//>",
    "&lt;&#47;&#116;ranscript&gt;",
    "&lttranscript;&gt;",
    "%3C%2Ftranscript%3E",
    "\\u003c\\u002ftranscript\\u003e",
    "<transcript-1",
    "<transcript9>",
    "<transcript\nlang=en",
    "<\u2068/transcript\u2069>",
    "\uff1c\uff0f\uff54\uff52\uff41\uff4e\uff53\uff43\uff52\uff49\uff50\uff54\uff1e",
]
"""Each has one bracket that opens a tag, and must lose it."""

ORDINARY = {
    "English": "The transcript says: a < b, so </b> it is; R&D <transcripts> and <transcription> are words.",
    "HTML": '<p class="transcript">The <b>script</b> of a trans</p> &lt;p&gt; &amp; &#60;b&#62;',
    "code": "if (t < r && transcript > 0) { std::vector<Transcripts> x; } // a<transact>",
    "comparisons": "if x < transcript_count: a < transcript of b; x < transcript and y == 3; p \u2264 transcript",
    "file names": "\u2039transcript.mp3\u203a, [transcript], {transcript}, [/transcripts], (/transcript)",
    "addresses": "https://example.com/a%20b?a=1&transcript=5&lt=2 and C:\\users\\u003\\x4g \\u{110000}",
    "odd escapes": "&#0; &none; &#x110000; %u12 \\x4 &amp %",
    "an arrow": "\u2190 transcript, \u304ftranscript",
    "mathematics": "\u2200x \u2208 \u211d: x \u2264 t \u226a r, \u27e8t|r\u27e9 \u2260 0",
    "French": "\u00ab\u00a0Tr\u00e8s bien\u00a0\u00bb, dit-il, \u00ab travail, transport et transcription \u00bb.",
    "German": "\u00bbDas Transkript\u00ab hei\u00dft \u00ab\u00dcbertragung\u00bb.",
    "Russian": (
        "\u00ab\u0422\u0440\u0430\u043d\u0441\u043f\u043e\u0440\u0442\u00bb \u0438 "
        "\u00ab\u0442\u0440\u0430\u043d\u0441\u043a\u0440\u0438\u043f\u0446\u0438\u044f\u00bb"
    ),
    "Greek": "\u00ab\u03a4\u03c1\u03ac\u03c0\u03b5\u03b6\u03b1\u00bb",
    "Chinese": "\u300a\u6587\u5b57\u8bb0\u5f55\u300b\u548c\u3008\u7ae0\u8282\u3009\u3002",
    "Japanese": (
        "\u304f\u3064\u3092\u8cb7\u3046\u3002\u30c8\u30e9\u30f3\u30b9\u30af\u30ea\u30d7\u30c8\u3001\u845b\u98fe\u533a\u3002"
    ),
    "Korean": "\uc548\ub155\ud558\uc138\uc694. \u1112\u1161\u11ab\uae00 \u3131\u3134",
    "Persian": (
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645 \u06a9\u062a\u0627\u0628\u200c\u0647\u0627 "
        "\u0631\u0627 \u0647\u200d."
    ),
    "Arabic": (
        "\u0627\u0644\u0633\u0651\u064e\u0644\u0627\u0645\u064f "
        "\u0639\u064e\u0644\u064e\u064a\u0652\u0643\u064f\u0645 \u06dd\u0661"
    ),
    "Urdu": "\u06af\u0641\u062a\u200c\u06af\u0648 \u06c1\u06d2\u06d4",
    "Kurdish": "\u0646\u0627\u0633\u0646\u0627\u0645\u06d5\u200c\u06a9\u06d5",
    "Syriac": "\u0710\u0712\u200d\u0713 \u070f\u0710\u0712",
    "Hebrew": "\u05d1\u05bc\u05b0\u05e8\u05b5\u05d0\u05e9\u05c1\u05b4\u05d9\u05ea \u05d1\u05bc\u05b8\u05e8\u05b8\u05d0",
    "Yiddish": "\u05d9\u05d9\u05b4\u05d3\u05d9\u05e9",
    "Hindi": "\u0915\u094d\u200d\u0937 \u0930\u093e\u091c\u094d\u200c\u092f \u0928\u092e\u0938\u094d\u0924\u0947\u0964",
    "Marathi": "\u0926\u0930\u094d\u200d\u092f\u093e",
    "Nepali": "\u0917\u0930\u094d\u200d\u092f\u094b",
    "Bengali": "\u09b0\u200d\u09cd\u09af\u09be\u09ac \u0989\u09ce\u09b8\u09ac \u09a4\u09cd\u200d",
    "Gujarati": "\u0a95\u0acd\u200d\u0ab7",
    "Punjabi": "\u0a38\u0a24\u0a3f \u0a38\u0a4d\u0a30\u0a40",
    "Tamil": "\u0b95\u0bcd\u200c\u0bb7 \u0bb5\u0ba3\u0b95\u0bcd\u0b95\u0bae\u0bcd",
    "Telugu": "\u0c15\u0c4d\u200c\u0c37 \u0c28\u0c2e\u0c38\u0c4d\u0c15\u0c3e\u0c30\u0c02",
    "Kannada": "\u0cb0\u200d\u0ccd\u0c95 \u0ca8\u0cae\u0cb8\u0ccd\u0c95\u0cbe\u0cb0",
    "Malayalam": "\u0d05\u0d35\u0d28\u0d4d\u200d \u0d2a\u0d3e\u0d32\u0d4d\u200d",
    "Sinhala": "\u0dc1\u0dca\u200d\u0dbb\u0dd3 \u0dbd\u0d82\u0d9a\u0dcf \u0d9a\u0dca\u200d\u0dc2",
    "Thai": "\u0e2a\u0e27\u0e31\u0e2a\u0e14\u0e35\u0e04\u0e23\u0e31\u0e1a \u0e19\u0e49\u0e33",
    "Lao": "\u0eaa\u0eb0\u0e9a\u0eb2\u0e8d\u0e94\u0eb5",
    "Khmer": "\u1781\u17d2\u1798\u17c2\u179a \u1794\u200c\u17ca\u17b8",
    "Burmese": "\u1019\u103c\u1014\u103a\u1019\u102c",
    "Tibetan": "\u0f56\u0f7c\u0f51\u0f0b\u0f61\u0f72\u0f42",
    "Mongolian": (
        "\u182e\u1823\u1829\u182d\u1823\u182f \u182a\u1822\u1834\u1822\u182d\u180b \u1820\u180f "
        "\u182d\u180e\u1820 \u1828\u200d"
    ),
    "Javanese": "\ua9b2\ua9a4\ua9b1\ua9ab\ua98f",
    "Amharic": "\u1230\u120b\u121d \u12a5\u1295\u12f4\u1275 \u1293\u127d\u1201\u1362",
    "Georgian": "\u10d2\u10d0\u10db\u10d0\u10e0\u10ef\u10dd\u10d1\u10d0",
    "Armenian": "\u0532\u0561\u0580\u0587 \u0541\u0565\u0566",
    "Vietnamese": "Ti\u1ebfng Vi\u1ec7t, xin ch\u00e0o",
    "Adlam": "\U0001e900\U0001e922\u200c\U0001e923",
    "a family": "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466",
    "a profession": "\U0001f469\U0001f3fd\u200d\U0001f52c and \U0001f9d1\u200d\U0001f680",
    "hearts": "\u2764\u200d\U0001f525 \u2764 \U0001f44d\U0001f3fe",
    "flags": "\U0001f1eb\U0001f1f7 \U0001f3f3\u200d\U0001f308",
    "braille": "\u2813\u2811\u2807\u2807\u2815",
}
"""Ordinary text in scripts that need joiners, marks or selectors, or with brackets of its own."""
