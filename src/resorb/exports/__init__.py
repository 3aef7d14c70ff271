"""Floor 6: a study in forms that others read, made safe to leave."""
