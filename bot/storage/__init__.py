"""What is kept, and how it is kept together: one module per noun, one transaction per batch of turns."""

from bot.storage import team_tables as team_tables  # whoever knows one table knows all
