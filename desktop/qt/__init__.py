"""Qt without looks: worker lanes, the table model over rows, change notifier, crash reporter, Qt's own words."""
