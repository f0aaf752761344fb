"""The developer's own transcripts for chosen audio, so that any feature can be used offline.

`--scenarios DIR` reads every `*.json` file of the folder. Each file names its audio, by URL or by the SHA-256
of its bytes, and gives the transcript for this audio:

    {
      "audio_url": "https://example.com/standup.mp3",
      "audio_sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
      "transcript": {
        "utterances": [{"speaker": "A", "start": 0, "end": 1800, "text": "Shall we start?"}],
        "chapters": [{"gist": "Start", "headline": "A start", "summary": "They start.", "start": 0, "end": 1800}]
      }
    }

Either `audio_url` or `audio_sha256` is enough. Audio named by its URL is never fetched, so the URL need not exist.

* Times are in milliseconds, `audio_duration` is in seconds.
* `words` or `utterances` are what was said. Everything else is made from the words: text, confidence, sentences,
  paragraphs, subtitles, word search. An utterance without `words` has its text spread evenly over its time.
  By default, a confidence is 1 and `audio_duration` is the end of the last word.
* `error` instead of words makes the transcript fail with that text.
* The file can have any result of the API's transcript: chapters, entities, sentiment_analysis_results,
  auto_highlights_result, iab_categories_result, content_safety_labels, summary, speech_understanding, and more.
  A result appears if the request asks for it. A request for a result that is not in the file is refused.
* `redact_pii` hides what patterns find, as in decoded speech. If the words in the file are already redacted, list
  their policies in `redact_pii_policies`; the original words can go into `unredacted_words`.
* A transcript can be pasted as the API returned it: its id, its status and the echo of its request are ignored.

Such a transcript is queued and processed like any other, and is marked: `speech_model_used` is
"scenario:<file name>", and `metadata` has a warning.
"""
