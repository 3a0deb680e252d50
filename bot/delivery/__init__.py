"""Sending what the bot said: in order for each person, at the platform's rate, again when it did not get through."""
