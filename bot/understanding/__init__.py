"""What a person means: words as they are really typed, places as they are really called."""
