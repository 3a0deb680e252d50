"""Zalo Official Account: at most five buttons under a message, plain text, no editing. So far its rendering alone."""
