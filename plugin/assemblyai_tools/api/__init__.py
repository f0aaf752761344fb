"""The service's endpoints: one typed flow for each, with the parts of its reply that we use.

Replies tolerate missing, null and new keys. There is no policy here: no retries, no budgets, no advice.
"""
