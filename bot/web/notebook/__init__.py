"""The notebook page of team members: sessions are logged in it without network, and sent when there is one."""
