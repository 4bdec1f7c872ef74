"""The Python half of workers: the base zygote that forks them and the code that serves requests in them."""
