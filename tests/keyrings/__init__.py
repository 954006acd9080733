"""Keyrings for a program of its own: named in PYTHON_KEYRING_BACKEND."""
