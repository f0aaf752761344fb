"""From a media file to words: decoding, voice activity, recognizers."""
