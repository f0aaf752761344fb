"""Transcripts of the developer's own for chosen audio, so that any feature can be built against offline.

`--scenarios DIR` reads every `*.json` file of the folder. Each names its audio, by address or by the SHA-256
of its bytes, and gives the transcript that this audio is to have:

    {
      "audio_url": "https://example.com/standup.mp3",
      "audio_sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
      "transcript": {
        "utterances": [{"speaker": "A", "start": 0, "end": 1800, "text": "Shall we start?"}],
        "chapters": [{"gist": "Start", "headline": "A start", "summary": "They start.", "start": 0, "end": 1800}]
      }
    }

One of the two names is enough. Audio that is named by its address is never fetched, so the address need not exist.

* Times are in milliseconds, `audio_duration` is in seconds.
* `words` or `utterances` say what was said, and everything else is made from the words: text, confidence,
  sentences, paragraphs, subtitles, word search. An utterance without `words` has its text spread evenly over its time.
  A confidence is 1 unless given, and `audio_duration` ends with the last word unless given.
* `error` instead of words makes the transcript fail with that text.
* Any result of the API's transcript can be given: chapters, entities, sentiment_analysis_results,
  auto_highlights_result, iab_categories_result, content_safety_labels, summary, speech_understanding, and more.
  It appears when the request asks for it. A request that asks for what the file does not hold is refused.
* `redact_pii` hides what patterns find, as in decoded speech. Words that are redacted in the file already name the
  policies they follow in `redact_pii_policies`; their original can stand in `unredacted_words`.
* A transcript as the API returned it can be pasted whole: its id, its status and what it echoes are not used.

Such a transcript is queued and processed like any other, and says what it is: `speech_model_used` is
"scenario:<file name>", and `metadata` has a warning.
"""
