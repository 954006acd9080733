"""The tests mirror the package; `loopback` and `terminal` are the real parts they share."""
