"""The window: one folder a feature, the shared widgets in `widgets`, the look in `theme`."""
