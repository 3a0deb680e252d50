"""One announcement to many, killed half-way: the platform, the peers, ourselves, and what it came to."""
