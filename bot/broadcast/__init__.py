"""Announcements on their way: begun when their time has come, sent beside the replies and after them, ended."""
