"""The bot as it is really run: a process of its own, spoken to over real sockets, killed without warning."""
