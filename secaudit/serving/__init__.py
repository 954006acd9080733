"""The only door from the network: serving ranges to others, and keeping no word of who asked."""
