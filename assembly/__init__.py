"""Parts that an installation is put together from: `worker.py`, the composition root, takes them all in."""
