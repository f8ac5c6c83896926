"""Arrays in, arrays out: graphs, derivatives, programs and what runs them."""
