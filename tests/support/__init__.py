"""What tests share: real parts to run on, and ways to wait."""
