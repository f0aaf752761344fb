"""The API's transcription routes without any work behind them: as quick as Python can answer.

What is measured against it is the client. It runs in a process of its own, so that its processor time is nobody's.
"""
