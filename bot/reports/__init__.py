"""What the teams did, drawn and counted."""
