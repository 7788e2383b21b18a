"""What the whole program speaks of: frozen dataclasses, no input or output."""
