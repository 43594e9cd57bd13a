"""The record: envelopes, event names, digests."""
