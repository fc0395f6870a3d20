"""Asking, and hearing what comes back."""
