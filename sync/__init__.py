"""Everything that crosses to the national server: the contract, the client's engine and the reference server."""
