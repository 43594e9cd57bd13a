"""The pages on which an installation is set up: frameworks, schemes, kinds of inspection, people and interests."""
