"""The suite, by kind: spec, rules, contract, flow, replay, arch, e2e; by door: pages, api. What they share is in support."""
