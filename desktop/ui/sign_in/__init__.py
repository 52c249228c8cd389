"""Before the main window: setting up or joining an office, signing in, and the ways back after a loss."""
