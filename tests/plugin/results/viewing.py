"""A view of the transcript in a reply."""

from tests.plugin.playing import transcript_of

from assemblyai_tools.results.transcript_view import view_of


def view(body, **options):
    return view_of(transcript_of(body), **options)
