"""The new part of a reply. (First version: library; the rules of our own follow.)"""


def trimmed(text: str) -> str:
    from mailparser_reply import EmailReplyParser

    reply = EmailReplyParser(languages=["en", "de", "fr", "it"]).parse_reply(text=text.replace("\ue010", "")[:100_000])
    return (reply or "").strip()
