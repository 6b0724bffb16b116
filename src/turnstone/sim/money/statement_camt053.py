"""Statements as ISO 20022 camt.053.001.08."""

from __future__ import annotations

from collections.abc import Iterable
from xml.sax.saxutils import escape

from turnstone.sim.money.ledger import CARD, DAY, KINDS
from turnstone.sim.money.statements import Bank, Calendar, Statement, amount

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"


def camt053(bank: Bank, block: int, found: Iterable[Statement], days: Calendar) -> str:
    """A whole document."""
    made_at = f"{days.iso[-1]}T23:59:00"
    head = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="{NAMESPACE}">\n<BkToCstmrStmt>\n<GrpHdr><MsgId>{bank.bic}-{block:03}</MsgId>'
        f"<CreDtTm>{made_at}</CreDtTm></GrpHdr>\n"
    )  # fmt: skip
    return head + "".join(_statement(bank, one, made_at, days) for one in found) + "</BkToCstmrStmt>\n</Document>\n"


def _statement(bank: Bank, one: Statement, made_at: str, days: Calendar) -> str:
    party = one.party
    entries = []
    for place, line in enumerate(one.lines, 1):
        kind, day = KINDS[line.kind], line.minute // DAY
        side = "CRDT" if line.cents > 0 else "DBIT"
        cents = f'<Amt Ccy="{bank.currency}">{amount(line.cents)}</Amt><CdtDbtInd>{side}</CdtDbtInd>'
        details = ""
        if line.name and line.kind != CARD:
            who = "Dbtr" if line.cents > 0 else "Cdtr"
            account = f"<{who}Acct><Id>{_account(line.number)}</Id></{who}Acct>" if line.number else ""
            details = f"<RltdPties><{who}><Pty><Nm>{escape(line.name)}</Nm></Pty></{who}>{account}</RltdPties>"
        if line.memo:
            details += f"<RmtInf><Ustrd>{escape(line.memo)}</Ustrd></RmtInf>"
        if details:
            details = f"<NtryDtls><TxDtls>{cents}{details}</TxDtls></NtryDtls>"
        told = (
            f"<AddtlNtryInf>{escape(line.name or kind.word)}</AddtlNtryInf>"
            if line.terminal or line.kind == CARD
            else ""
        )
        entries.append(
            f"<Ntry><NtryRef>{one.number}-{place}</NtryRef>{cents}<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>{days.iso[day]}</Dt></BookgDt>"
            f"<ValDt><Dt>{days.iso[day]}</Dt></ValDt><BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>{kind.family}</Cd><SubFmlyCd>{kind.sub}</SubFmlyCd>"
            f"</Fmly></Domn></BkTxCd>{details}{told}</Ntry>\n"
        )  # fmt: skip
    return (
        f"<Stmt><Id>{party.key:x}-{one.number}</Id><ElctrncSeqNb>{one.number}</ElctrncSeqNb><CreDtTm>{made_at}</CreDtTm>"
        f"<FrToDt><FrDtTm>{one.begin}T00:00:00</FrDtTm><ToDtTm>{one.end}T23:59:59</ToDtTm></FrToDt>"
        f"<Acct><Id>{_account(party.number)}</Id><Ccy>{bank.currency}</Ccy><Ownr><Nm>{escape(party.name)}</Nm></Ownr>"
        f"<Svcr><FinInstnId><BICFI>{bank.bic}</BICFI><Nm>{bank.name}</Nm></FinInstnId></Svcr></Acct>\n"
        f"{_balance(bank, 'OPBD', one.opening, str(one.begin))}{_balance(bank, 'CLBD', one.closing, str(one.end))}"
        f"{''.join(entries)}</Stmt>\n"
    )


def _account(number: str) -> str:
    return f"<Othr><Id>{number}</Id></Othr>" if "/" in number else f"<IBAN>{number}</IBAN>"


def _balance(bank: Bank, kind: str, cents: int, day: str) -> str:
    return (
        f'<Bal><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp><Amt Ccy="{bank.currency}">{amount(cents)}</Amt>'
        f"<CdtDbtInd>{'CRDT' if cents >= 0 else 'DBIT'}</CdtDbtInd><Dt><Dt>{day}</Dt></Dt></Bal>\n"
    )
