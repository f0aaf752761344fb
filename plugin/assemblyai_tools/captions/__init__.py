"""Captions made of the words of a transcript: cut into cues, timed by the words, written as SRT, WebVTT or TTML.

Libraries were looked at for both halves. Those that write captions (srt, pysubs2, webvtt-py, ttconv) cut no words into
cues, and write what was said as markup: none escapes "<" and "-->" for its format, and pysubs2 takes "{...}" in speech
for a style. Those that cut words (stable-ts, whisperx) are parts of speech recognizers, and bring torch.
"""
