"""How a flow is performed: calls, retries, rate limits, local files, errors, connections."""
