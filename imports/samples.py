"""Sample sheets to fill in, made when they are asked for."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from core.sheets import Amount, Column, write_csv, write_xlsx


@dataclass(frozen=True, slots=True)
class Sample:
    title: str
    headings: tuple[str, ...]
    names: tuple[str, str]
    notes: tuple[str, str, str]


SAMPLES: Mapping[str, Sample] = {
    "en": Sample(
        "Khata",
        ("Name", "Phone", "Date", "You gave", "You got", "Note", "Opening balance"),
        ("Ramesh Sharma", "Rahim Uddin"),
        ("Rice 25 kg", "Paid in cash", "Oil 2 l"),
    ),
    "hi": Sample(
        "खाता",
        ("ग्राहक का नाम", "मोबाइल नंबर", "तारीख", "आपने दिए", "आपको मिले", "विवरण", "पिछला बकाया"),
        ("रमेश शर्मा", "रहीम उद्दीन"),
        ("चावल 25 किलो", "नकद दिए", "तेल 2 लीटर"),
    ),
    "bn": Sample(
        "খাতা",
        ("ক্রেতার নাম", "মোবাইল নম্বর", "তারিখ", "দিলাম", "পেলাম", "বিবরণ", "আগের বাকি"),
        ("রমেশ শর্মা", "রহিম উদ্দিন"),
        ("চাল ২৫ কেজি", "নগদ দিয়েছে", "তেল ২ লিটার"),
    ),
}
WIDTHS = (22, 16, 12, 12, 12, 24, 16)


def sample_file(*, language: str, kind: str, today: datetime.date) -> bytes:
    """A sheet of three rows in `language` (en, hi, bn), as "xlsx" or "csv". Raises KeyError for another."""
    sample = SAMPLES[language]
    columns = [Column(title, width) for title, width in zip(sample.headings, WIDTHS, strict=True)]
    (first, second), notes, day = sample.names, sample.notes, today - datetime.timedelta(days=2)
    rows = [
        (first, "98300 12345", day, Amount(120_000), None, notes[0], Amount(50_000)),
        (first, "98300 12345", day, None, Amount(70_000), notes[1], None),
        (second, "", today, Amount(45_050), None, notes[2], None),
    ]
    if kind == "csv":
        return write_csv(columns=columns, rows=rows)
    return write_xlsx(title=sample.title, columns=columns, rows=rows)


RENT_SAMPLES: Mapping[str, Sample] = {
    "en": Sample(
        "Houses",
        (
            "House",
            "Address",
            "Unit",
            "Tenant",
            "Phone",
            "Rent",
            "Due day",
            "Start date",
            "Deposit",
            "Balance",
        ),
        ("Shanti Villa", "Rose House"),
        ("12 Park Street", "Imran Ali", "Sunita Devi"),
    ),
    "hi": Sample(
        "मकान",
        ("मकान", "पता", "कमरा", "किरायेदार", "मोबाइल", "किराया", "किराया देने का दिन", "शुरू", "जमानत", "बकाया"),
        ("शांति विला", "गुलाब भवन"),
        ("12 पार्क रोड", "इमरान अली", "सुनीता देवी"),
    ),
    "bn": Sample(
        "বাড়ি",
        ("বাড়ি", "ঠিকানা", "ঘর", "ভাড়াটিয়া", "মোবাইল", "ভাড়া", "ভাড়ার দিন", "শুরু", "জামানত", "বকেয়া"),
        ("শান্তি ভিলা", "গোলাপ ভবন"),
        ("১২ পার্ক স্ট্রিট", "ইমরান আলি", "সুনীতা দেবী"),
    ),
}
RENT_WIDTHS = (18, 22, 8, 22, 16, 10, 9, 14, 12, 12)


def rent_sample_file(*, language: str, kind: str, today: datetime.date) -> bytes:
    """A sheet of two houses in `language` (en, hi, bn), as "xlsx" or "csv". Raises KeyError for another."""
    sample = RENT_SAMPLES[language]
    columns = [Column(title, width) for title, width in zip(sample.headings, RENT_WIDTHS, strict=True)]
    (first, second), (address, tenant, other) = sample.names, sample.notes
    start = today.replace(day=1, year=today.year - 1)
    rows = [
        (
            first,
            address,
            "1A",
            tenant,
            "98300 12345",
            Amount(900_000),
            5,
            start,
            Amount(1_800_000),
            Amount(450_000),
        ),
        (first, "", "1B", "", "", Amount(850_000), None, None, None, None),
        (second, "", "2A", other, "", Amount(1_200_000), 1, start, Amount(2_400_000), None),
    ]
    if kind == "csv":
        return write_csv(columns=columns, rows=rows)
    return write_xlsx(title=sample.title, columns=columns, rows=rows)
