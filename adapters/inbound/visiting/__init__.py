"""Who looks, and at what: what pages and the API are given, and whom they let in to what."""
