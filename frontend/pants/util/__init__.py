"""Small helpers that know nothing of rules, targets or options."""
