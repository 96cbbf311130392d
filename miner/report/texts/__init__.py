"""The report as words in lines: for chats, forums, mail and feeds.

::

    detail     how much of a report a form shows, and the ladder it goes down until it fits
    outline    the report as headings, lines and quotes, the same for all
    words      the words of the outline's own
    dialect    what a form must know to write an outline, and the proof of what was written
    discourse, slack, discord, plain    one dialect each
    mail       a letter of two parts
    address    whom it is from and goes to
    atom       an entry of a feed
"""
