"""A name is found however it is spelled and in whichever script."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.names import KEY_LIMIT, search_key, search_terms

# Every name of a line is found by every other of the line.
SAME_NAMES = """
Sharma Shrma Sarma शर्मा শর্মা શર્મા சர்மா శర్మ شرما
Ramesh Romesh Rameesh रमेश রমেশ રમેશ ரமேஷ் రమేష్ رمیش
Mohammad Mohammed Mohd Md Muhammad मोहम्मद মোহাম্মদ মুহাম্মদ મોહમ્મદ முகமது మహమ్మద్ محمد
Lakshmi Laxmi Lakshmee लक्ष्मी লক্ষ্মী લક્ષ્મી லட்சுமி లక్ష్మి لکشمی
Krishna Krisna Krushna कृष्ण কৃষ্ণ કૃષ્ણ కృష్ణ کرشن
Farooq Faruk Faruq फ़ारूक़ फारूक ফারুক فاروق
Joshi Joshee जोशी যোশী જોષી జోషి جوشی
Vijay Bijoy Vijai विजय বিজয় વિજય விஜய் విజయ్ وجے
Gupta Gupto गुप्ता গুপ্ত ગુપ્તા குப்தா గుప్తా گپتا
Chaudhary Chowdhury Choudhury Chaudhuri चौधरी চৌধুরী ચૌધરી சௌத்ரி చౌదరి چودھری
Abdul Abdool अब्दुल আব্দুল عبدل
Rahman Rehman Rahmaan रहमान রহমান رحمان
Hussain Hossain Husain Hussein हुसैन হোসেন હુસૈન ஹுசைன் హుస్సేన్ حسین
Khan Khaan ख़ान खान খান ખાન கான் ఖాన్ خان
Singh Sing सिंह সিং સિંહ சிங் సింగ్ سنگھ ਸਿੰਘ
Sanjay Sanjai संजय সঞ্জয় સંજય சஞ்சய் సంజయ్ سنجے
Roy Ray Rai राय রায়
Bose Bos বোস बोस
Das Dass दास দাস દાસ தாஸ் దాస్ داس
Rao राव રાવ రావు
Mukherjee Mukherji Mukharji मुखर्जी মুখার্জি
Bandyopadhyay Bandopadhyay बंद्योपाध्याय বন্দ্যোপাধ্যায়
Fatima Fatema Phatima फातिमा ফাতেমা فاطمہ
Yadav Jadab Yadab यादव যাদব યાદવ యాదవ్ یادو
Patel Patil पटेल પટેલ পটেল పటేల్ پٹیل
Devi Debi देवी দেবী દેવી దేవి دیوی
Ganesh Gonesh गणेश গণেশ ગણેશ கணேஷ் గణేష్ گنیش
Ambani अंबानी આંબાણી আম্বানি
Kumar Kumaar Coomar कुमार কুমার કુમાર குமார் కుమార్ کمار
Sunita Suneeta सुनीता সুনীতা સુનીતા சுனிதா సునీత سنیتا
Murugan முருகன் मुरुगन
Aisha Ayesha Aysha आयशा আয়েশা عائشہ
Yusuf Yousuf Yusoof यूसुफ یوسف
Zakir Jakir ज़ाकिर জাকির ذاکر
Wahid Vahid वाहिद واحد
Sita Seeta सीता সীতা સીતા சீதா సీత سیتا
Bahadur Bahadoor बहादुर বাহাদুর بہادر
Gyan Gyaan ज्ञान જ્ઞાન
""".strip().splitlines()

DIFFERENT_NAMES = [
    ("Ramesh", "Rajesh"), ("Ramesh", "Suresh"), ("Ramesh", "Mahesh"), ("रमेश", "राजेश"), ("রমেশ", "সুরেশ"),
    ("Sita", "Rita"), ("Sita", "Sunita"), ("Gita", "Sita"), ("सीता", "गीता"), ("Anil", "Sunil"),
    ("Anil", "Anita"), ("Ajay", "Vijay"), ("अजय", "विजय"), ("Mohan", "Rohan"), ("Mohan", "Sohan"),
    ("मोहन", "Sohan"), ("Kumar", "Kamal"), ("Karim", "Rahim"), ("করিম", "রহিম"), ("Karim", "রহিম"),
    ("Ali", "Lila"), ("Ali", "Anil"), ("Das", "Dutta"), ("দাস", "দত্ত"), ("Das", "Desai"), ("Khan", "Kohli"),
    ("Gupta", "Goyal"), ("गुप्ता", "गोयल"), ("Patel", "Pandit"), ("Singh", "Soni"), ("सिंह", "सोनी"),
    ("Roy", "Reddy"), ("Rao", "Roy"), ("Sharma", "Verma"), ("शर्मा", "वर्मा"), ("Sharma", "বর্মা"),
    ("Sharma", "Mishra"), ("शर्मा", "मिश्रा"), ("Fatima", "Fahim"), ("Hasan", "Hashmi"), ("Lal", "Lila"),
    ("Bilal", "Jalal"), ("Asha", "Usha"), ("आशा", "Usha"), ("Dev", "Dilip"),
    ("Ganesh", "Dinesh"), ("গণেশ", "দীনেশ"), ("Kaur", "Kumar"), ("Nair", "Naidu"), ("Iyer", "Iyengar"),
    ("முருகன்", "கணேசன்"), ("محمد", "احمد"), ("Mohammad", "Ahmad"), ("مہیش", "رمیش"),
]  # fmt: skip


@pytest.mark.parametrize("line", SAME_NAMES, ids=lambda line: line.split()[0])
def test_every_spelling_of_a_name_finds_every_other(line):
    names = line.split()
    missed = [
        (query, name)
        for query in names
        for name in names
        if not search_terms(query).matches(search_key(name))
    ]
    assert not missed


@pytest.mark.parametrize(("one", "other"), DIFFERENT_NAMES)
def test_different_names_are_kept_apart(one, other):
    assert not search_terms(one).matches(search_key(other))
    assert not search_terms(other).matches(search_key(one))


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("ram", "Ramesh Kumar"),
        ("रा", "Rajesh"),
        ("sh", "Sharma"),
        ("s", "शर्मा"),
        ("kum", "रमेश कुमार"),
        ("kumar ram", "रमेश कुमार"),
        ("ramkumar", "Ram Kumar"),
        ("Ram Kumar", "Ramkumar"),
        ("ramprasad", "राम प्रसाद"),
        ("Ram Prasad", "রামপ্রসাদ"),
        ("rammohan", "Ram Mohan"),
        ("sharma ji", "शर्मा"),
        ("শর্মা জি", "Sharma"),
        ("mohd", "মোহাম্মদ করিম"),
        ("md karim", "Mohammad Karim"),
        ("abdur rahman", "আব্দুর রহমান"),
        ("laxmi store", "লক্ষ্মী স্টোর"),
        ("laxmi traders", "लक्ष्मी ट्रेडर्स"),
        ("kirana", "श्री गणेश किराना"),
        ("shop 12", "Shop 12"),
        ("१२", "Shop 12"),
        ("O'Brien", "OBrien"),
        ("ravi", "Ravichandran"),
        ("S.K. Roy", "S K রায়"),
        ("josé", "Jose"),
    ],
)
def test_the_beginning_of_any_word_finds_the_name(query, name):
    assert search_terms(query).matches(search_key(name))


@pytest.mark.parametrize(
    ("query", "name"), [("sharma gupta", "Sharma"), ("ramesh das", "Ramesh Dutta"), ("shop 12", "Shop 13")]
)
def test_every_word_asked_for_is_needed(query, name):
    assert not search_terms(query).matches(search_key(name))


@pytest.mark.parametrize("query", ["", "   ", "%", "_", "...", "'", "\u200d", "\x00", "😀"])
def test_a_query_without_letters_asks_for_nothing_in_particular(query):
    assert not search_terms(query)


@given(st.text(max_size=200))
def test_any_name_has_a_stable_key_that_fits_and_finds_itself(name):
    key = search_key(name)
    assert key == search_key(name)
    assert len(key) <= KEY_LIMIT
    assert key.isascii()
    assert "%" not in key
    assert "_" not in key
    assert "\\" not in key


@given(st.lists(st.sampled_from(" ".join(SAME_NAMES).split()), min_size=1, max_size=3))
def test_a_name_finds_itself(words):
    name = " ".join(words)
    assert search_terms(name).matches(search_key(name))


@given(st.text(alphabet=st.characters(codec="utf-16", categories=("Lo", "Mn", "Mc", "Cf")), max_size=60))
def test_letters_of_any_script_in_any_order_are_no_trouble(name):
    search_terms(name).matches(search_key(name))


def test_a_long_name_keeps_its_first_words():
    key = search_key("Lakshminarayanan Venkatasubramanian Krishnamurthy " * 8)
    assert len(key) <= KEY_LIMIT
    assert search_terms("lakshminarayanan").matches(key)
    assert search_terms("krishnamurthy").matches(key)
