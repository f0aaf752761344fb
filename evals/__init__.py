"""Twenty-five jobs for a language model that has the tools, each with an end that is checked without a judge.

`make eval` runs them; docs/evals.md is their manual. The jobs need nothing of inspect-ai: only `evals.inspecting` does.
"""
