"""One adapter a file; each imports its library inside, so that only the chosen engine has to be installed."""
