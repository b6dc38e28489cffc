"""Messages as the world writes them: charsets, encoded words, names and addresses that follow no rule, or an old one."""

import base64
from typing import Any

import pytest

from guichet.mail.reading import parse

H = b"From: Ada <ada@acme.example>\nTo: s@v.example\nMIME-Version: 1.0\n"


def ct(kind: bytes) -> bytes:
    return b"Content-Type: " + kind + b"\n"


M = H + ct(b"multipart/mixed; boundary=b") + b"Subject: x\n\n--b\nContent-Type: text/plain\n\nhi\n--b\n"
E = b"\nContent-Transfer-Encoding: base64\n\neA==\n--b--\n"

# Name, message, and what is read of it.
CASES: list[tuple[str, bytes, dict[str, Any]]] = [
    ('raw latin1 subject', H+"Subject: Réponse à l'été\n\nx".encode('latin1'), {"subject": "Réponse à l'été"}),
    ('raw utf8 subject', H+"Subject: Réponse à l'été\n\nx".encode(), {"subject": "Réponse à l'été"}),
    ('raw sjis subject', H+b"Subject: "+"日本語のテスト、ご確認ください".encode('shift_jis')+b"\n\nx", {"subject": "日本語のテスト、ご確認ください"}),
    ('raw eucjp body', H+ct(b"text/plain; charset=euc-jp")+"Subject: x\n\n日本語のテスト".encode('euc-jp'), {"text": "日本語のテスト"}),
    ('raw gbk subject', H+b"Subject: "+"关于发票的问题，请尽快处理".encode('gbk')+b"\n\nx", {"subject": "关于发票的问题，请尽快处理"}),
    ('raw big5 subject', H+b"Subject: "+"關於發票的問題，請儘快處理".encode('big5')+b"\n\nx", {"subject": "關於發票的問題，請儘快處理"}),
    ('raw euckr', H+b"Subject: "+"송장에 관한 문의입니다".encode('euc-kr')+b"\n\nx", {"subject": "송장에 관한 문의입니다"}),
    ('raw koi8', H+b"Subject: "+"Проблема со счётом".encode('koi8-r')+b"\n\nx", {"subject": "Проблема со счётом"}),
    ('raw 1251', H+b"Subject: "+"Проблема со счётом".encode('cp1251')+b"\n\nx", {"subject": "Проблема со счётом"}),
    ('gb2312 is gbk', H+ct(b"text/plain; charset=gb2312")+b"Subject: =?gb2312?B?"+base64.b64encode("朱镕基發票".encode('gbk'))+b"?=\n\n"+"朱镕基".encode('gbk'), {"subject": "朱镕基發票", "text": "朱镕基"}),
    ('iso-2022-jp subj', H+b"Subject: =?ISO-2022-JP?B?GyRCRnxLXDhsGyhC?=\n\nx", {"subject": "日本語"}),
    ('utf-7', H+ct(b"text/plain; charset=utf-7")+b"Subject: =?utf-7?Q?R+AOk-ponse?=\n\nR+AOk-ponse", {"subject": "Réponse", "text": "Réponse"}),
    ('split utf8 words', H+b"Subject: =?UTF-8?B?w6nDqcOpw6nD?= =?UTF-8?B?qcOp?=\n\nx", {"subject": "éééééé"}),
    ('split q words', H+b"Subject: =?utf-8?Q?caf=C3?=\n =?utf-8?Q?=A9_cr=C3=A8me?=\n\nx", {"subject": "café crème"}),
    ('encoded space between', H+b"Subject: =?utf-8?Q?a?= =?utf-8?Q?b?= c =?utf-8?Q?d?=\n\nx", {"subject": "ab c d"}),
    ('adjacent no space', H+b"Subject: =?utf-8?Q?a?==?utf-8?Q?b?=\n\nx", {"subject": "ab"}),
    ('word in word', H+b"Subject: x=?utf-8?Q?=C3=A9?=y\n\nx", {"subject": "xéy"}),
    ('spaces in q', H+b"Subject: =?utf-8?Q?caf=C3=A9 au lait?=\n\nx", {"subject": "café au lait"}),
    ('lang suffix', H+b"Subject: =?utf-8*fr?Q?caf=C3=A9?=\n\nx", {"subject": "café"}),
    ('bad b64 padding', H+b"Subject: =?utf-8?B?Y2Fmw6k?=\n\nx", {"subject": "café"}),
    ('unknown charset word', H+b"Subject: =?x-unknown?Q?caf=E9?=\n\nx", {"subject": "café"}),
    ('charset lies utf8', H+ct(b"text/plain; charset=us-ascii")+b"Content-Transfer-Encoding: 8bit\nSubject: x\n\n"+"Réponse à l'été".encode(), {"text": "Réponse à l'été"}),
    ('charset lies latin1 as utf8', H+ct(b"text/plain; charset=utf-8")+b"Subject: x\n\n"+"Réponse à l'été".encode('latin1'), {"text": "Réponse à l'été"}),
    ('latin1 says, utf8 is', H+ct(b"text/plain; charset=iso-8859-1")+b"Subject: x\n\n"+"Réponse à l'été, déjà reçu".encode(), {"text": "Réponse à l'été, déjà reçu"}),
    ('html meta charset', H+ct(b"text/html")+b"Subject: x\n\n<html><head><meta charset=windows-1251></head><body>"+"Привет".encode('cp1251')+b"</body></html>", {"text": "Привет"}),
    ('utf16', H+ct(b"text/plain; charset=utf-16")+b"Content-Transfer-Encoding: base64\nSubject: x\n\n"+base64.encodebytes("Réponse".encode('utf-16')), {"text": "Réponse"}),
    ('qp soft', H+ct(b"text/plain; charset=utf-8")+b"Content-Transfer-Encoding: quoted-printable\nSubject: x\n\nR=C3=A9po=\nnse =3D ok=20\n", {"text": "Réponse = ok"}),
    ('qp lower+bad', H+ct(b"text/plain; charset=utf-8")+b"Content-Transfer-Encoding: Quoted-Printable \nSubject: x\n\nr=c3=a9 100=% a=b\n", {"text": "ré 100=% a=b"}),
    ('cte 8bit typo', H+ct(b"text/plain; charset=utf-8")+b"Content-Transfer-Encoding: 8-bit\nSubject: x\n\n"+"é".encode(), {"text": "é"}),
    ('from comment', b"From: ada@acme.example (Ada Favre)\nSubject: x\n\nx", {"from_": ("Ada Favre","ada@acme.example")}),
    ('from comma unquoted', b"From: Favre, Ada <ada@acme.example>\nSubject: x\n\nx", {"from_": ("Favre, Ada","ada@acme.example")}),
    ('from encoded quoted', b'From: "=?utf-8?Q?Fr=C3=A9d=C3=A9ric?=" <f@acme.example>\nSubject: x\n\nx', {"from_": ("Frédéric","f@acme.example")}),
    ('from bare', b"From: ada@acme.example\nSubject: x\n\nx", {"from_": ("","ada@acme.example")}),
    ('from escaped', b'From: "Ada \\"the boss\\" Favre" <ada@acme.example>\nSubject: x\n\nx', {"from_": ('Ada "the boss" Favre',"ada@acme.example")}),
    ('from raw utf8', "From: Frédéric <f@acme.example>\nSubject: x\n\nx".encode(), {"from_": ("Frédéric","f@acme.example")}),
    ('from no space', b"From: Ada<ada@acme.example>\nSubject: x\n\nx", {"from_": ("Ada","ada@acme.example")}),
    ('from double angle', b"From: Ada <<ada@acme.example>>\nSubject: x\n\nx", {"from_": ("Ada","ada@acme.example")}),
    ('from folded', b"From: =?utf-8?B?QWRh?=\n <ada@acme.example>\nSubject: x\n\nx", {"from_": ("Ada","ada@acme.example")}),
    ('from quoted local', b'From: "ada favre"@acme.example\nSubject: x\n\nx', {"from_": ("",'"ada favre"@acme.example')}),
    ('group', b"From: a@b.example\nTo: undisclosed-recipients:;\nSubject: x\n\nx", {"to_": []}),
    ('group2', b"From: a@b.example\nTo: team: Ada <a@x.example>, b@x.example;\nSubject: x\n\nx", {"to_": [("Ada","a@x.example"),("","b@x.example")]}),
    ('semicolons', b"From: a@b.example\nTo: Ada <a@x.example>; Bob <b@x.example>\nSubject: x\n\nx", {"to_": [("Ada","a@x.example"),("Bob","b@x.example")]}),
    ('route', b"From: Ada <@r.example:ada@acme.example>\nSubject: x\n\nx", {"from_": ("Ada","ada@acme.example")}),
    ('encoded comma', b"From: =?utf-8?Q?Favre=2C_Ada?= <ada@acme.example>\nSubject: x\n\nx", {"from_": ("Favre, Ada","ada@acme.example")}),
    ('encoded addr whole', b"From: =?utf-8?Q?Ada_=3Cada=40acme.example=3E?=\nSubject: x\n\nx", {"from_": ("Ada","ada@acme.example")}),
    ('2231', M+b"Content-Type: application/pdf\nContent-Disposition: attachment; filename*=utf-8''R%C3%A9sum%C3%A9.pdf"+E, {"file": "Résumé.pdf"}),
    ('2231 cont', M+b"Content-Type: application/pdf\nContent-Disposition: attachment; filename*0*=utf-8''R%C3%A9;\n filename*1=sum; filename*2*=%C3%A9.pdf"+E, {"file": "Résumé.pdf"}),
    ('2231 order', M+b"Content-Type: application/pdf\nContent-Disposition: attachment; filename*1=\"b.pdf\"; filename*0=\"a\""+E, {"file": "ab.pdf"}),
    ('2231 both', M+b"Content-Type: application/pdf\nContent-Disposition: attachment; filename=\"R_sum_.pdf\"; filename*=UTF-8''R%C3%A9sum%C3%A9.pdf"+E, {"file": "Résumé.pdf"}),
    ('2047 name', M+b"Content-Type: application/pdf; name=\"=?utf-8?B?UsOpc3Vtw6kucGRm?=\"\nContent-Disposition: attachment"+E, {"file": "Résumé.pdf"}),
    ('raw name latin1', M+"Content-Type: application/pdf; name=\"Résumé.pdf\"\nContent-Disposition: attachment".encode('latin1')+E, {"file": "Résumé.pdf"}),
    ('unquoted spaces', M+b"Content-Type: application/pdf; name=My file v2.pdf\nContent-Disposition: attachment; filename=My file v2.pdf"+E, {"file": "My file v2.pdf"}),
    ('2047 split name', M+b"Content-Type: application/pdf\nContent-Disposition: attachment; filename=\"=?utf-8?Q?R=C3=A9?=\n =?utf-8?Q?sum=C3=A9.pdf?=\""+E, {"file": "Résumé.pdf"}),
    ('2231 latin1', M+b"Content-Type: application/pdf\nContent-Disposition: attachment; filename*=iso-8859-1'fr'R%E9sum%E9.pdf"+E, {"file": "Résumé.pdf"}),
    ('2231 no charset', M+b"Content-Type: application/pdf\nContent-Disposition: attachment; filename*=R%C3%A9sum%C3%A9.pdf"+E, {"file": "Résumé.pdf"}),
    ('uu', H+b"Subject: x\n\nhi\n\nbegin 644 test.txt\n#0V%T\n`\nend\n\nbye\n", {"files": ["test.txt"]}),
    ('uu many', H+b"Subject: x\n\nhi\nbegin 644 a.txt\n#0V%T\n \nend\nbegin 0600 b c.txt\n#0V%T\n`\nend\n", {"files": ["a.txt","b c.txt"]}),
    ('date variants', H+b"Date: Tue, 24 Nov 2026 10:02:00 +0100 (CET)\nSubject: x\n\nx", {"date": "2026-11-24T10:02:00+01:00"}),
    ('date 2digit', H+b"Date: 24 Nov 26 10:02 EST\nSubject: x\n\nx", {"date": "2026-11-24T10:02:00-05:00"}),
    ('date iso', H+b"Date: 2026-11-24T10:02:00+01:00\nSubject: x\n\nx", {"date": "2026-11-24T10:02:00+01:00"}),
    ('date de', H+b"Date: Di, 24 Nov 2026 10:02:00 +0100\nSubject: x\n\nx", {"date": "2026-11-24T10:02:00+01:00"}),
    ('refs', H+b"References: <a@b><c@d>\n\t<e@f>\nIn-Reply-To: <e@f> (x)\nMessage-ID: < m@x >\nSubject: x\n\nx", {"references": ["a@b","c@d","e@f"], "in_reply_to": "e@f", "message_id": "m@x"}),
    ('subject folded', H+b"Subject: a\n b\n\tc\n\nx", {"subject": "a b c"}),
    ('subject empty', H+b"Subject:\n\nx", {"subject": ""}),
    ('alt', H+ct(b"multipart/alternative; boundary=b")+b"Subject: x\n\n--b\nContent-Type: text/plain\n\nplain\n--b\nContent-Type: text/html\n\n<p>html</p>\n--b--\n", {"text": "plain"}),
    ('alt empty plain', H+ct(b"multipart/alternative; boundary=b")+b"Subject: x\n\n--b\nContent-Type: text/plain\n\n\n--b\nContent-Type: text/html\n\n<p>html</p>\n--b--\n", {"text": "html"}),
    ('format flowed', H+ct(b"text/plain; format=flowed")+b"Subject: x\n\nThis is a \nlong line.\n-- \nAda", {"text": "This is a long line. -- Ada"}),
]  # fmt: skip


def read(raw: bytes) -> dict[str, Any]:
    mail = parse(raw)
    said = mail.as_json()
    return {
        **said,
        "subject": " ".join(mail.subject.split()),
        "text": " ".join(mail.text.split()),
        "file": next((file.filename for file in mail.attachments), None),
        "files": [file.filename for file in mail.attachments],
        "from_": (mail.sender.name, mail.sender.email) if mail.sender else None,
        "to_": [(address.name, address.email) for address in mail.to],
    }


@pytest.mark.parametrize(("raw", "wanted"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_it_is_read_as_a_person_would(raw, wanted):
    said = read(raw)
    assert {name: said[name] for name in wanted} == wanted
