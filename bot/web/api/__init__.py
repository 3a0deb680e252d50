"""Reports for other programs, at ``/api/v1``: the same figures as on the screen, in files and in the chat."""
