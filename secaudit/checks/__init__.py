"""Every check there is, in the order in which they run: one file each."""

from secaudit.checks import (
    address_breached,
    checklist_items,
    lockout_risk,
    passkey_available,
    password_personal,
    password_pwned,
    password_recycled,
    password_reused,
    password_similar,
    password_weak,
    recovery_loop,
    recovery_weak,
    second_factor_missing,
    second_factor_weak,
    single_point,
    site_breached,
    url_insecure,
)
from secaudit.checks.base import Check

CHECKS: tuple[Check, ...] = (
    password_weak.judge,
    password_pwned.judge,
    password_reused.judge,
    password_similar.judge,
    password_recycled.judge,
    password_personal.judge,
    site_breached.judge,
    address_breached.judge,
    second_factor_missing.judge,
    second_factor_weak.judge,
    passkey_available.judge,
    recovery_weak.judge,
    single_point.judge,
    lockout_risk.judge,
    recovery_loop.judge,
    url_insecure.judge,
    checklist_items.judge,
)
