"""All jobs, in the order of the report."""

from collections.abc import Mapping

from evals.jobs import asking, captions, deleting, paying, reading, refusing
from evals.jobs.job import Job

JOBS: Mapping[str, Job] = {
    job.name: job for room in (captions, reading, asking, deleting, paying, refusing) for job in room.JOBS
}
"""Each job by its name."""


def listing() -> str:
    """The jobs as a Markdown table."""
    rows = [
        f"| `{job.name}` | {' … '.join((job.request, *job.replies))} | {job.aim} |" for job in JOBS.values()
    ]
    return "\n".join(["| job | what the person says | what must be so in the end |", "|---|---|---|", *rows])
