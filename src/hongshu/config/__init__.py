"""The composition root: settings, urls, adapters, subscriptions."""
