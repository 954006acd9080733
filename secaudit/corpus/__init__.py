"""All breached passwords in one small file, to be looked up without the network."""
