"""The channels. Each is a folder of the same four files: receive, parse, render, send."""
