"""The forms for word processors and paper: one outline of the page, drawn by each."""
