"""Writes python.json: what Python's re.search finds, but for \\B in the empty text,
which Python 3.14 finds and earlier ones do not. Run it by hand:

    python3 python.py > python.json
"""
import json
import random
import re
import sys
import warnings

warnings.simplefilter("ignore")
random.seed(20261123)

TEXTS = [
    "", "a", "ab", "ba", "aab", "abab", "abc", "A", "a\n", "a\n\n", "\n", "\na", "a\nb", "a b", "a-b", "_", "a_b", "7", "a7", "12-34",
    "é", "éa", "aé", "É", "ß", "K", "\u212a", "ſ", "٣", "½", "Ⅳ", "日本", "日 本", "\u00a0", "\u2003a", "\x1c", "a\x0bb", "\u0301", "e\u0301x",
    "foo bar", "foofoo", "barfoo", "foo foo", "2024-01-31", "x" * 12, "[a]", "{2}", "a{2}", "a]", "a.b", "a\\b", "\t", "😀", "a😀b",
    "\u200d", "a\u200db", "aaa", "aaaa", "(a)", "#a", "Ⓐ", "ι",
]

CURATED = [
    r"", r"a$", r"^a$", r"\Aa\Z", r"^$", r"$^", r"a$\n", r"(?m)^a$", r"(?m)$", r"a$|b", r"(a$)?", r"(?:a|b$)c?", r"\d", r"\D", r"\w", r"\W", r"\s", r"\S",
    r"^\d+$", r"^\w+$", r"^\W+$", r"^[\w-]+$", r"[\W]", r"[^\W]", r"[^\w]", r"[\D7]", r"[^\D7]", r"[\S]", r"[^\S]", r"(?a)\d", r"(?a)^\w+$", r"(?a)\W",
    r"(?a)[\W]", r"\ba", r"a\b", r"\b", r"\B", r"\Bb", r"\bé\b", r"(?a)\bé", r"(?a)é\b", r"^\B$", r"(?i)k", r"(?i)ß", r"(?i)s", r"(?i)é", r"(?i)\W", r"(?i)[^\w]",
    r"(?=a)", r"a(?=b)", r"a(?!b)", r"(?<=a)b", r"(?<!a)b", r"^(?!.*foo)", r"(?!^a)", r"(a)\1", r"(?P<x>foo) ?(?P=x)", r"(a)|b\1", r"(.)(?P<n>.)\2", r"(.)(?P<n>.)(.)\3",
    r"(?>a+)b", r"(?>a|ab)c", r"a++b", r"a*+a", r"a?+a", r"a{1,2}+a", r"(a)?(?(1)b|c)", r"(?P<q>a)?(?(q)b|c)", r"(?:a{2})", r"a{,2}b", r"a{,}", r"a{2", r"{2}", r"a{2}",
    r"x{3,}", r"[]a]", r"[^]a]", r"[[a]", r"[a\]]", r"[a-]", r"[-a]", r"[a^]", r"[\^a]", r"[.]", r"[\.]", r"[\b]", r"[\t\n]", r"[\x41-\x43]", r"[\u00e0-\u00ff]", r"\u65e5", r"\U0001F600",
    r"\x61", r"\141", r"\07", r"\0", r"[\060-\071]", r"\t", r"\n", r"\.", r"\\", r"\-", r"\#", r"\ ", r"a.b", r"(?s)a.b", r"(?s:a.)b", r"(?i:A)b", r"(?-i:a)", r"(?i)(?-i:A)",
    r"(?x) a  b # comment", "(?x)a # one\n b", r"(?x) a\ b", r"(?x)[a b]", r"(?x: a ) b", r"(?#comment)a", r"a(?#comment)b", r"a??b", r"a*?b", r"a+?b", r"a{1,2}?b",
    r"(?P<y>\d{4})-(?P<m>\d\d)", r"^(?:(?:a|b)c?)*$", r"(a*)*$", r"\Aa|b\Z", r"^.$", r"^..$", r"^.{3}$", r"a|", r"|a", r"()", r"(?:)", r"(?u)\w", r"[\s\S]", r"[\d\D]", r"^[^\n]*$", r"[😀-😂]",
    r"[a-c-e]", r"[&&a]", r"[a||b]", r"[--a]", r"(?=.)[--a]", r"(?=.)[+--]", r"(?=.)[^!--]", r"[~a]", r"a\Z", r"a\n?\Z", r"\b\w+\b\s\b\w+\b", r"\bfoo\b", r"(?a:\w)é", r"(?a:\b)é\b", r"(?<=\bfoo)b", r"(?<=\w)\W", r"(?=\W)\S",
    r"(?=.*\d)(?=.*a)", r"(?<!\d)\d(?!\d)", r"(?<=^)a", r"(?=a$)a", r"(?!a\Z)a", r"(\w)\1", r"(?i)(a)\1", r"[\w]\b", r"\b日", r"本\b", r"\u0301", r"\w\u0301", r"\be\u0301",
    # mistakes
    r"(", r")", r"[", r"[a", r"a**", r"*a", r"+", r"\q", r"\p", r"[z-a]", r"[\d-z]", r"(?P<>a)", r"(?P=x)", r"(?y)", r"(?Pz)", r"\x4", r"\u12", r"\U00110000", r"a{2,1}", "\\", r"[\q]", r"(?#", r"(?P<x", r"\1", r"(?P<1a>b)",
]

ATOMS = ["a", "b", "c", ".", r"\w", r"\W", r"\d", r"\s", r"\S", "[ab]", "[^a]", r"[\w-]", r"[^\s_]", r"\b", r"\B", "^", "$", r"\A", r"\Z", "é", r"\n", "-", " ", r"\D", "日"]


def pattern(depth):
    if depth == 0 or random.random() < 0.3:
        return random.choice(ATOMS)
    sub = lambda: pattern(depth - 1)
    return random.choice([
        lambda: sub() + sub(), lambda: sub() + sub(), lambda: "(" + sub() + "|" + sub() + ")", lambda: "(?:" + sub() + ")" + random.choice(["*", "+", "?", "{2}", "{,2}", "*?", "++", "?+"]),
        lambda: "(?=" + sub() + ")" + sub(), lambda: "(?!" + sub() + ")", lambda: "(?<=" + random.choice(ATOMS) + ")" + sub(), lambda: "(" + sub() + r")\1", lambda: "(?m:" + sub() + ")", lambda: "(?i:" + sub() + ")",
    ])()


def found(p):
    try:
        compiled = re.compile(p)
    except re.error:
        return None
    return "".join("-" if t == "" and r"\B" in p else "1" if compiled.search(t) else "0" for t in TEXTS)


patterns = CURATED + [p for p in (pattern(4) for _ in range(1200)) if found(p) is not None]
json.dump({"texts": TEXTS, "found": [[p, found(p)] for p in dict.fromkeys(patterns)]}, sys.stdout, ensure_ascii=True, indent=0)
sys.stdout.write("\n")
