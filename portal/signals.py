"""What apps tell each other without knowing each other."""

from django.dispatch import Signal

# A language was added to the content, or asked for again. Sent with ``locale``; a receiver may return lines
# of text on what is left for people to do.
language_added = Signal()
