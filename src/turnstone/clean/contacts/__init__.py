"""Contacts out of free text: phones, e-mails, handles, URLs, wallets, IBANs and plates, however they are disguised."""
