"""Writes python.json: which texts Python and python-dateutil take for dates.
Run it by hand, with python-dateutil installed:

    python3 python.py > python.json
"""
import datetime
import json
import random
import sys
import warnings

from dateutil import parser

warnings.simplefilter("ignore")
random.seed(20261123)
NOW = datetime.datetime(2025, 3, 31)

FORMATS = [
    "%Y-%m-%d", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S.%f%z", "%d/%m/%y", "%m/%d/%Y", "%d %b %Y", "%B %d, %Y", "%a %d %B %y", "%A", "%I:%M %p", "%H%M%S", "%j",
    "%Y %j", "%Y %U %w", "%Y-W%W-%u", "%G-W%V-%u", "%G %V %a", "%c", "%x", "%X", "%%", "%Y%m%d", "%d.%m.%Y", "%y", "%S", "%f", "%z", "%Z", "%H:%M:%S %Z", "  %Y", "a(b)%d[%m]",
    "", "x", "%d%b", "%m%d", "%H", "%p", "%I%p", "%Y-%m-%d%z", "%Y\t%m", "%u", "%w",
    # mistakes
    "%", "%Q", "%-d", "%d %d", "%G", "%V", "%Y %V %a", "%G %V %j %a", "%s", "%D", "%F", "%e", "%:z",
]

VALUES = [
    "", "x", "%", "2024-01-31", "2024-02-29", "2023-02-29", "2024-1-3", "2024-13-01", "0000-01-01", "2024-01-31 10:00:00", "2024-01-31 10:00:60", "2024-01-31 10:00:61", "2024-01-31  10:00:00",
    "2024-01-31T10:00:00.5+01:00", "2024-01-31T10:00:00.123456Z", "2024-01-31T10:00:00.1234567Z", "2024-01-31T10:00:00.1z", "31/01/24", "31/13/24", "1/2/99", "12/31/2024", "31 jan 2024",
    "31 JAN 2024", "January 31, 2024", "january  31, 2024", "Mon 31 January 24", "MONDAY", "Sunday", "10:30 am", "12:00 PM", "13:00 pm", "0:30 am", "103000", "24", "23", "7", " 7", "366", "367", "2023 366",
    "2024 00 0", "2024 53 6", "2024 54 1", "2024-W01-1", "2020-W53-7", "2024-W00-1", "2020 53 Sun", "Wed Jan 31 10:00:00 2024", "Wed Feb 30 10:00:00 2024", "02/29/24", "02/29/23",
    "10:00:00", "20240131", "2024131", "31.01.2024", "99", "60", "59", "1", "123456", "1234567", "+01:00", "-0530", "+24:00", "+23:59", "+01:00:30", "+0100:30", "+01:0030", "+010030.5", "+1", "Z", "z", "UTC", "gmt",
    "10:00:00 UTC", "10:00:00 utc", "   2024", "2024", "a(b)31[12]", "A(b)1[2]", "31jan", "29feb", "0229", "0228", "231", "am", "PM", "12am", "2024-01-31+0000", "2024 01", "2024\t1", "0", "1 ", "\u0661",
    "\u0662\u0660\u0662\u0664-01-31", "2024-01-31\n", "janu", "ſun", "2024\u00a001", "5",
]

TOKENS = [
    "1", "2", "9", "12", "13", "31", "32", "60", "99", "00", "07", "100", "2024", "1999", "0", "12.5", "10.30", "20240131", "240131", "202401311030", "20240131103000", "103000", "10:30", "10:30:15",
    "10:30:15.123", "25:00", "10:61", "Jan", "january", "FEB", "Sept", "May", "Mon", "tuesday", "Thurs", "am", "PM", "a", "p", "h", "m", "s", "hours", "min", "UTC", "Z", "z", "GMT+3", "EST", "BRST", "ABCDEF",
    "+01:00", "-0530", "+5", "+", "-", "/", ".", ",", ":", "T", "t", " ", " ", " ", " ", "of", "at", "on", "and", "st", "nd", "th", "ad", "x", "foo", "(", ")", "(EST)", "'", ";", "é", "3rd", "10h", "5m", "30s", "1e5", "nan", "NAN", "inf", "١", "5.", ".5", "1,5", "12,5", "12.05.2024", "1.2.3.4",
    "2024-01-31", "31-Jan-2024", "Jan-31", "1/2/2024", "2024/02/30", "\n", "\t", "\x00",
]

DATES = [
    "2024-01-31", "2024-01-31T10:00:00", "2024-01-31 10:00:00.123456+01:00", "Jan 31, 2024", "31 January 2024 10:30 pm", "31st of January 2024", "Wed, 31 Jan 2024 10:00:00 +0100", "Wed Jan 31 10:00:00 UTC 2024",
    "10:30", "10h30m15s", "10h", "10 h 30 m", "20240131T103000", "2024-01", "01/02/03", "13/13/13", "2024", "99", "32", "Jan", "Feb 29", "Feb 29 2023", "Feb 30", "Mon", "10", "10 pm", "10pm", "13pm", "0am", "pm", "today",
    "", " ", "not a date", "2024-01-31T25:00", "2024-01-31T10:60", "2024-01-31T10:00:60", "1.2.2024", "31.01.2024", "2024.01.31", "2024 01 31", "Jan of 99", "Jan of x", "29 Feb of 00", "Feb of 00 29", "Jan of 123", "2024-13-01", "2024-12-32", "99999", "20240132", "9999999999999999999999",
    "2024-01-31T10:00:00Z", "2024-01-31T10:00:00 (CET)", "2024-01-31 10:00 -0300 (BRST)", "2024-01-31 10:00 GMT+3", "2024-01-31 10:00 A", "2024-01-31 10:00 FOO", "2024-01-31 10:00 FOOBAR", "2024-01-31 10:00 +25:00", "0000-01-01", "0001-01-01", "1-1-1",
    "2024-01-31 10:30:", "10:", ":10", "10::30", "2024-", "2024-01-", "-2024", "+2024", "2024--01", "1 2 3 4", "1 2 3", "2024 2023", "Jan Feb", "Jan 2024 2023", "12.5", "10.5h", "1e5", "nan", "10:00 NAN", "١٢", "3²", "29 Feb 00", "29/02/1900", "Sept 5", "Thurs",
]


def strptime(text, fmt):
    try:
        datetime.datetime.strptime(text, fmt)
        return "1"
    except ValueError:
        return "0"


def usable(fmt):
    import _strptime
    try:
        _strptime._TimeRE_cache.compile(fmt)
    except Exception:
        return False
    try:
        datetime.datetime.strptime("", fmt)
    except ValueError as e:
        return "directive '%" not in str(e)
    return True


def dateutil(text):
    try:
        parser.parse(text, default=NOW)
        return "1"
    except (ValueError, OverflowError):
        return "0"


def together(fmt):
    """Whether the directives can be met at all."""
    year, weekday = "%Y" in fmt or "%y" in fmt, any(d in fmt for d in ("%A", "%a", "%w", "%u"))
    if "%G" in fmt and not year:
        return "%V" in fmt and weekday and "%j" not in fmt
    return "%V" not in fmt


texts = list(dict.fromkeys(DATES + VALUES + ["".join(random.choice(TOKENS) for _ in range(random.randint(1, 7))) for _ in range(9000)]))
formats = [[f, "".join(strptime(v, f) for v in VALUES) if usable(f) and together(f) else None] for f in FORMATS]
json.dump({"values": VALUES, "formats": formats, "dates": [[t, dateutil(t)] for t in texts]}, sys.stdout, ensure_ascii=True, indent=0)
sys.stdout.write("\n")
