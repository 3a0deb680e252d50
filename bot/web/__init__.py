"""The pages, and the server they come from."""
