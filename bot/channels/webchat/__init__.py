"""The web chat: one page, one socket, no account. The browser keeps the history, the server keeps no words."""
