"""Events as they were first written, and how they are read today."""
