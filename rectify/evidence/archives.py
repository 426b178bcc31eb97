"""How much an archive may hold before anybody looks into it. Free of Django."""

import zipfile

MOST_MEMBERS = 2000
MOST_UNPACKED = 200 * 1024 * 1024
# Office writes no others, and these open without asking for memory by what the file says.
COMPRESSIONS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
