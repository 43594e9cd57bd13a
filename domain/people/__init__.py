"""Who works for the inspectorate, in which role, and who may do what."""
