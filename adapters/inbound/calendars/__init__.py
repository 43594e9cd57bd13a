"""Files of iCalendar: of fieldwork, and of the programme."""
