"""The content folder, read and checked: guides, services, contacts, places, the ways people ask."""
