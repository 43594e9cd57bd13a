"""The suite, by kind: spec, rules (no server needed), contract, flow, replay, arch, e2e, and two doors, pages and api; what they share is in support."""
