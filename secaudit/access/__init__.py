"""How someone would get in: the access graph, its weakest ways, and what falls with what."""
