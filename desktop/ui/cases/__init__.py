"""Cases: the list, the intake on one short screen, and the page of one case."""
