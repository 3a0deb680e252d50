"""The terminal: for trying a talk, and for programs that talk in lines of JSON."""
