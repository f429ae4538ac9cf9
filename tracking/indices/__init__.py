"""The settlement indices of QĐ 766/QĐ-TTg (2022) and the figures beside them: counted by the night, read by pages."""
