"""What comes in from and goes out to other media: citizen-card QR text, practice data, open export."""
