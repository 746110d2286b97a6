"""Italian: the day without a zero in front."""

DATE_FORMAT = "j F Y"
DATETIME_FORMAT = "j F Y H:i"
