"""What landed in the folder of a batch."""

import json


def lines_of(folder):
    return [json.loads(line) for line in (folder / "results.jsonl").read_text().splitlines()]
