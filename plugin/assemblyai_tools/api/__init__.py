"""The service, endpoint by endpoint: one typed flow for each, and the parts of its reply that we read.

Replies tolerate missing, null and new keys. No policy in here: no retries, no budgets, no advice.
"""
