"""The suite, by kind: spec, rules, contract, flow, replay, arch, e2e; by door: pages, api; what they share: support."""
