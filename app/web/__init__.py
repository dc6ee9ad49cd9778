"""Pages and their parts: one module a page; a route takes input, calls one service, returns a context."""
