"""A guide as a picture: its steps down the middle, where each answer leads, what can go wrong at the side."""
