"""kg: who did what to whom, from the news, as a graph."""
