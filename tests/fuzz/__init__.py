"""Bytes that nobody would send, made by a fuzzer that sees which lines they reach."""
