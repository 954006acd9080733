from secaudit.audit import audit, exit_code  # noqa
