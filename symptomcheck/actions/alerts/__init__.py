"""What the team handles: opened, paged, escalated, acknowledged, closed."""
