"""What is kept, and how it is kept together: one module per noun, one transaction per batch of turns."""
