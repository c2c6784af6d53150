"""What people type: checked, with a message at the field that says how to mend it."""
