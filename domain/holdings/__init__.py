"""What is already held about a provider and need not be asked for again (002 measure 4.2), and the documents."""
