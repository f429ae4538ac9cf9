"""Opens a workbook in LibreOffice, types into cells as a person may, saves it as .xlsx again. Runs under the system's own Python.

    python3 edit_in_libreoffice.py PIPE IN OUT EDITS.json

EDITS: [[row, column, text], …], both from 0, for the first sheet. Prints as JSON how many drop-downs the sheet has, which of the
edited cells are locked, and whether a key and the sheet are.
(A program may write into locked cells; a person may not.)
"""

import json
import sys
import time
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue


def setting(name, value):
    made = PropertyValue()
    made.Name, made.Value = name, value
    return made


def desktop(pipe):
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(240):
        try:
            context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            return context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        except Exception:
            time.sleep(0.5)
    raise SystemExit("LibreOffice does not answer")


def main(pipe, source, target, edits):
    office = desktop(pipe)
    book = office.loadComponentFromURL(uno.systemPathToFileUrl(source), "_blank", 0, (setting("Hidden", True),))
    sheet = book.Sheets.getByIndex(0)
    locked = []
    for row, column, text in edits:
        cell = sheet.getCellByPosition(column, row)
        if cell.CellProtection.IsLocked:
            locked.append([row, column])
        cell.setString(text)
    key = sheet.getCellByPosition(1, 1).CellProtection.IsLocked
    lists = [place for place in range(60) if sheet.getCellByPosition(place, 1).Validation.Type.value == "LIST"]
    print(json.dumps({"lists": lists, "locked": locked, "key_locked": key, "on": sheet.isProtected()}))
    book.storeToURL(uno.systemPathToFileUrl(target), (setting("FilterName", "Calc MS Excel 2007 XML"),))
    book.close(True)
    office.terminate()


if __name__ == "__main__":
    main(*sys.argv[1:4], json.loads(Path(sys.argv[4]).read_text(encoding="utf-8")))
