"""Questions of the public to an initiative: ask, answer, hand on, follow, forget."""
