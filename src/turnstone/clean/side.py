"""Which side of work an offer is on: recruiting (looks for people who work) or selling (offers what they do)."""

from __future__ import annotations

from turnstone.clean.text import Nothing, fold, is_nothing, tidy

RECRUITING, SELLING = "recruiting", "selling"
_SIDES: dict[str, str] = {
    **dict.fromkeys("RECRUITING RECRUITMENT RECRUIT HIRING JOB JOBS WORK WANTED DEMAND EMPLOYER VACANCY BUY".split(), RECRUITING),
    **dict.fromkeys("SELLING SELL SALE SERVICE SERVICES OFFER OFFERING SUPPLY ESCORT".split(), SELLING),
}  # fmt: skip
# Words of sections, folded (so also transliterated), in the languages of the OSCE region; the first that fits decides.
_WORDS = {
    RECRUITING: """JOB JOBS WORK VACANCY VACANCIES EMPLOYMENT HIRING RECRUITMENT CAREERS STELLENANGEBOTE STELLENMARKT
        STELLEN ARBEIT ARBEITSANGEBOTE JOBANGEBOTE EMPLOI EMPLOIS TRAVAIL EMPLEO EMPLEOS TRABAJO EMPREGO EMPREGOS
        TRABALHO LAVORO OFFERTE PRACA ZATRUDNIENIE RABOTA VAKANSII ROBOTA VAKANSIYI VAKANSIJI PRACE POSAO POSLOVI ZAPOSLENJE
        MUNCA LOCURI ANGAJARI ALLAS ALLASOK MUNKA TYO TYOPAIKAT ARBETE JOBB LEDIGA WERK VACATURES IS ILANLARI ELEMAN
        ERGASIA THESEIS PUNE DARBAS DARBS TOO SAMUSHAO""",
    SELLING: """ESCORT ESCORTS MASSAGE MASSAGES MASAJE MASAJES MASAJ MASAZ MASAZH MASAZHI MASSAGGI MASSAGIO DATING ADULT
        EROTIK EROTICA EROTICO EROTIKA SERVICES SERVICE SERVICIOS SERVIZI SERVICOS DIENSTLEISTUNGEN USLUGI POSLUGY
        USLUGE SZOLGALTATASOK PALVELUT TJANSTER DIENSTEN KONTAKTE KONTAKTANZEIGEN RENCONTRES CONTACTOS INCONTRI
        ZNAKOMSTVA INTIM COMPANIONS CLEANING""",
}
_SECTIONS = {fold(word): side for side, words in _WORDS.items() for word in words.split()}


def side_of(text: str) -> str:
    """The side that a file states. Raises ValueError for a word that is neither."""
    if is_nothing(tidy(text)):
        raise Nothing("no side")
    words = fold(text).split()
    side = next((_SIDES[w] for w in words if w in _SIDES), None)
    if side is None:
        raise ValueError("neither recruiting nor selling")
    return side


def side_of_section(text: str) -> str | None:
    """The side that a section's name says; None where it says none, or both."""
    sides = {_SECTIONS[w] for w in fold(text).split() if w in _SECTIONS}
    return sides.pop() if len(sides) == 1 else None
