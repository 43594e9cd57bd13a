"""The pages: what people do in a browser."""
