"""The week in print: what moved, who is late, what comes next, as HTML, PDF and a workbook from the same figures."""
