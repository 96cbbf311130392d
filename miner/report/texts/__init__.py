"""The report as words in lines: for chats, forums, mail and feeds, each drawn from the outline (``report.outline``).

::

    dialect    what a form must know to write an outline, and the proof of what was written
    discourse, slack, discord, plain    one dialect each
    mail       a letter of two parts
    address    whom it is from and goes to
    atom       an entry of a feed
"""
