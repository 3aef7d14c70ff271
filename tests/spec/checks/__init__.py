"""What each check and each judge says of small studies."""
