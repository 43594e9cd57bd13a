"""An inspection's pages: its stages, evidence, samples, and report."""
