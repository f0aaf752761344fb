"""From a queued transcript to its end: the queue, the workers, the webhooks."""
