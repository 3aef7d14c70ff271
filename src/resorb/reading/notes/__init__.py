"""What a note asserts of what it names."""
