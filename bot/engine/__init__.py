"""Running one turn: pure but for the ports a handler is given. No network, no database, no clock of its own."""
