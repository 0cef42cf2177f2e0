"""What the product answers today, written down: a change is a diff that somebody approves."""
