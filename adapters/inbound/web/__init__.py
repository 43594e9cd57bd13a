"""The pages and the JSON interface: what people do in a browser, and other systems over HTTP."""
