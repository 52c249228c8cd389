"""The client's half of the synchronisation: journal, engine, transports and the ports they reach the world through."""
