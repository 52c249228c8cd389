"""The widgets every feature is made of; they take plain values and callables and know no record, service or store."""
