"""What a person newly wrote in a reply: `trimming.trimmed`.

Each line gets a kind (`kinds.py`), then few rules on the sequence of kinds decide. Every line is looked at a fixed number of
times and never beyond its first 400 signs, so time is linear in the size of the mail.
"""
