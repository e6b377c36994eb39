"""What walks of any dimension came to, and what they come to when they are continued."""
