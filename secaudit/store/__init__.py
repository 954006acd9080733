"""What stays on this device: the API key, saved audits and walks, all of it sealed."""

from secaudit.store.hibp_key import api_key, delete_api_key, set_api_key
from secaudit.store.keeping import has_store_key
from secaudit.store.keychain import backend_name

__all__ = ["api_key", "backend_name", "delete_api_key", "has_store_key", "set_api_key"]
