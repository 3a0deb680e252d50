"""The words everything else is built from: messages, talks, events, errors, ports. Standard library only."""
