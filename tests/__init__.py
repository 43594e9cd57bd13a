"""The suite, by kind: spec, rules, contract, flow, replay, arch, e2e; what they share is in support."""
