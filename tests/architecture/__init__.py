"""What holds of the project as a whole: shape, pins, licences."""
