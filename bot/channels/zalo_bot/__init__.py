"""The Zalo Bot Platform: no buttons at all, so every choice is a number. So far its rendering alone."""
