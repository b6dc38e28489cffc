"""German words of the coach."""

WORDS = {
    "soft": """
        nummer nummern priorität prioritäten prioritaet anfragen tickets
        mail mails email meldung meldungen nachricht bildschirm maske masken fenster seite modul module menü
        funktion daten produkt benutzer user mitarbeiter firma telefon information informationen abteilung team fall
        neu neue neuer neues neuen alle kontakt kontakte korrektur änderung
    """,
    "greeting": "hallo guten gruezi grüezi gruss grüsse gruess gruezi morgen-zusammen sali salue hoi moin servus herzliche "
    "freundliche freundlichen grüssen zusammen tag abend mfg hi hello",
    "urgent": "dringend dringende dringender dringendes dringendst eilt eilig eilige dringlich dringlichkeit notfall asap "
    "urgent prio",
    "hurry": "sofort schnell schnellstens schnellstmöglich schnellstmoeglich rasch umgehend unverzüglich baldmöglichst bald "
    "schleunigst baldige",
    "test": "test tests teste testing testen probe versuch versuche asdf qwertz qwerty bla blabla lorem ipsum testanfrage "
    "testticket testmeldung",
    "generic": """
        problem probleme problemen problematik problemchen frage fragen anfrage anfragen ticket tickets hilfe support
        supportanfrage unterstützung bug bugs störung störungen incident sache sachen ding dinge thema themen betreff info
        infos information informationen auskunft hinweis hinweise anliegen diverses diverse verschiedenes verschiedene
        mehrere einige erp system systeme systemen software programm programme programms applikation applikationen app
        anwendung tool tools helvetic informatik edv it computer pc rechner bildschirm maske masken fenster seite modul
        module funktion funktionen funktionalität menü daten produkt fall fälle situation angelegenheit punkt punkte detail
        kleine kleines kleiner kleinen grosse grosses grosser grossen komisch komisches komische seltsam seltsames neu neue
        neuer neues neuen allgemein allgemeine allgemeines alles alle allem nichts etwas jemand jemanden niemand keiner man
        benutzer user usern mitarbeiter mitarbeitern mitarbeiterin kollege kollegin kollegen team büro firma unternehmen chef
        chefin leiter abteilung lösung antwort betreffend anruf telefon telefonisch telefonat mail mails email
        meldung nachricht rückruf rückmeldung-bitte reklamation beschwerde wichtig wichtige wichtiges fachfrage
        verständnisfrage kurzfrage supportfall supportticket problemfall problemmeldung fehlfunktion leute
    """,
    "vague": """
        fehler fehlern fehlermeldung fehlermeldungen fehlerhaft fehlerhafte funktioniert funktionieren funktionierte
        kaputt defekt absturz abgestürzt stürzt crash crasht spinnt streikt hängt klappt unmöglich ausfall panne falsch-so
        läuft bockt
    """,
    "filler": """
        nötig nötige nötigen nötiges veranlassen sitzung besprechung gespräch mailwechsel mailverkehr unterhaltung austausch technisch technisches
        technische technischen verhalten reagiert reagieren schwierigkeit schwierigkeiten dokument dokumente word schande
        plötzlich unerklärlich unerwartetes gemeldet melde eröffnen erwünscht gewünscht erklärung ablauf aufgetaucht aufgetreten
        entstanden festgestellt besteht weiterhin andauernd schaffe schaffen verstanden begreife mir mich dringender
        bitte danke dank besten vielen merci voraus möchte möchten würde würden hätte hätten könnte könnten könnten können
        kann könnt konnte soll sollen will wollen wünsche wünschen brauche brauchen benötige benötigen benötigt kontaktieren
        kontakt kontaktaufnahme melden meldet anrufen anruft rufen ruft zurückrufen anschauen schauen schauen ansehen sehen
        sieht prüfen prüft überprüfen überprüfung helfen hilft lösen behebung beheben korrigieren reparieren erledigen
        bearbeiten antworten machen macht machte gemacht tun tut wissen weiss sagen sprechen besprechen besprochen erklären
        erklärt wirklich sehr zu viel viele wenig ziemlich ganz völlig komplett total mehr weniger gut schlecht noch immer
        nochmals oft manchmal nie schon bereits jetzt nun aktuell momentan zurzeit derzeit heute gestern morgen mittag
        nachmittag vormittag früh moment zeit tag tage tagen tages woche wochen monat monaten stunde stunden minute minuten
        jahr jahre jahren ende anfang mal einmal kurz kurze kurzes kurzer regelmässig kürzlich neulich lange länger langem
        möglich möglichst zwei drei vier fünf erste ersten letzte letzten letztes letzter gleich gleiche gleichen gleicher
        gleiches dasselbe derselbe dieselbe selbe dito ebenso bezüglich hinsichtlich habe haben hat hast gehabt bekommen
        bekomme bekommt kommt komme kam kommen auftreten tritt tritt-auf auf-getreten gibt geben arbeiten arbeitet
        weiterarbeiten arbeit nutzen verwenden benutzen weiter weiterkommen warten warte wartet wartend versucht probiert
        also dann aber einfach nur besonders überhaupt eigentlich normal normalerweise richtig korrekt verstehe verstehen
        verständlich finde finden scheint erscheint erschien bleibt geht gehen ging gegangen los laufen stehe steht
        unzumutbar frechheit skandal katastrophe katastrophal inakzeptabel unakzeptabel enttäuscht sauerei peinlich
        unverschämt unglaublich nervt ärgerlich verärgert mühsam schlimm geduld unhaltbar
        gelöst ungelöst behoben wieder wiederum erneut zurück daheim neueste neuesten neuester aktuellste aktuellsten
        neuste neusten besser bessere verbessern verbesserung verbesserungen schöner schön modern optimieren optimierung
        vereinbart abgemacht abgesprochen ausgemacht erwähnt versprochen bekannt geschaut kümmern kümmert nehmen nimmt
        verfügung voraus grüsse liebe lieber geehrte geehrter geehrten sehr-geehrte damen herren ständig dauernd wegen
        habt weggeklickt klicke klick klicken drücke irgendwie irgendwas irgendwo unbekannt dazu dafür gerne gern hiermit
    """,
    "stop": """
        der die das den dem des ein eine einen einem einer eines und oder aber auch in im ins an am auf aus bei beim mit ohne
        von vom zu zum zur für fuer gegen über ueber unter vor hinter zwischen durch um wie was wer wen wem wo wohin woher
        warum wieso weshalb welche welcher welches welchen ob dass weil damit ich du er sie es wir ihr mich dich uns euch
        ihnen ihm ihn ihre ihren ihrem ihrer ihres mein meine meinen meinem meiner dein sein seine seinen seinem seiner
        unser unsere unseren unserem unserer sich nicht nichts kein keine keinen keinem keiner ist sind bin bist war waren
        wird werden wurde wurden worden wäre sei hier dort da so sowie als denn doch ja nein dieser diese dieses diesen
        diesem jeder jede jedes jeden allen mehr nr ca z b bzw etc usw re aw wg fw fwd tr gibt s muss müssen müsste
        darf dürfen lässt lassen lässt per pro je bis hin her ab los ein auf statt anstatt trotz darin daran davon darauf
        dabei eben halt deren dessen via
    """,
    "when": "seit nach während waehrend wenn sobald beim nachdem bevor sofern falls",
    "time": """
        januar februar märz april mai juni juli august september oktober november dezember jänner montag dienstag mittwoch
        donnerstag freitag samstag sonntag mo di mi do fr quartal jahresende monatsende quartalsende kw ostern weihnachten
        wochenende geschäftsjahr
    """,
    "change": """
        änderungswunsch änderungswünsche änderung änderungen änderungsantrag aenderungswunsch change anpassung anpassungen
        anpassen ändern wunsch erweiterung erweiterungen weiterentwicklung idee ideen vorschlag vorschläge
        verbesserungsvorschlag erweiterungswunsch anpassungswunsch änderungsanfrage change-request entwicklungswunsch
    """,
    "patch": "patch patches version versionen release releases upgrade update updates hotfix aktualisierung softwareupdate "
    "programmupdate patchen updaten upgraden",
    "install": "installieren installation einspielen einspielung installiert eingespielt aktualisieren durchführen deployen",
    "attachment": "anhang anhänge beilage beilagen screenshot screenshots bildschirmfoto foto fotos bild bilder angehängt "
    "beigefügt anlage printscreen datei-im-anhang bildschirmkopie",
    "title": "herr herrn frau hr fr dr",
    "symptom": """
        leer leere leerer leeres leeren fehlt fehlen fehlte fehlend fehlende fehlender doppelt doppelte doppelter doppeltes
        falsch falsche falscher falsches falschen falschem abgewiesen abgelehnt abweisen weist lehnt gesperrt blockiert
        bleibt-stehen langsam langsame langsamer verlangsamt differenz differenzen abweichung abweichungen abweichend weicht
        negativ negative negativer ignoriert verschwindet verschwinden verschwunden verschoben abgeschnitten unleserlich
        unsichtbar inaktiv ausgegraut abgelaufen unerwartet steht-still stehen stockt bricht abbruch abgebrochen unterbrochen
        gerundet rundung vertauscht verkehrt unvollständig unvollständige berechnet rechnet angezeigt zeigt gesendet versendet
        verschickt erzeugt generiert gespeichert speichert gebucht bucht gelöscht dupliziert mehrfach wiederholt veraltet
        getrennt überlappt verrutscht stimmt stimmen zugeordnet übernommen übernimmt berücksichtigt gedruckt druckt öffnet
        schliesst lädt findet gefunden ausgewiesen überträgt übertragen importiert exportiert springt schreibt liest
        ausgelöst vorgeschlagen schlägt überschrieben überschreibt ersetzt aktualisiert gerechnet multipliziert verweigert
        ausgeschlossen verliert verloren wechselt zählt erkannt erkennt dreifach zweimal dreimal
    """,
    "action": """
        stornieren storniere storno buchen verbuchen erfassen drucken ausdrucken filtern hinzufügen ergänzen entfernen anlegen
        erstellen löschen exportieren importieren berechnen freigeben senden versenden öffnen abschliessen parametrieren
        einrichten konfigurieren zurücksetzen aktivieren deaktivieren kopieren duplizieren übertragen umbuchen zuweisen
        anzeigen ausblenden sortieren gruppieren sperren entsperren abgleichen fakturieren bestellen liefern planen
        umbenennen zusammenführen archivieren ersetzen einschränken erlauben hinterlegen wiederherstellen einlesen ausgleichen
        abgrenzen umlagern kommissionieren mahnen schulen schulung speichern rückmelden rückgängig bewilligen zuordnen
        verschieben eröffnen
    """,
}

AREAS = {
    "finance": """
        buchhaltung finanz* konto konten kontos buchung* rechnung* mwst mehrwertsteuer ust vorsteuer debitor* kreditor*
        zahlung* bank banken hauptbuch bilanz* jahresabschluss* periode perioden iban überweisung* gutschrift* anlagen
        anlagebuchhaltung abschreibung* ausgleich camt* pain* qr esr währung* kurs kurse satz steuer* steuersatz kostenstelle*
        kasse saldo salden saldovortrag journal abschluss abschlüsse konsolidierung skonto anzahlung* mahnung* mahnlauf
        zahlungslauf zahllauf opos budget budgets chf eur usd lastschrift* sepa beleg belege belegs verbuchung umbuchung
        monatsabschluss vorauszahlung fremdwährung kundenrechnung*
    """,
    "payroll": """
        lohn* löhne gehalt* gehälter ahv bvg uvg absenz* ferien urlaub swissdec quellensteuer* überstunden überzeit
        zeiterfassung stempelung* stempel* personal* lohnausweis* kinderzulage* 13 krankheit* spesen* abrechnung
        arbeitszeit ktg eo feriensaldo feriensaldi lohnabrechnung* dienstalter*
    """,
    "sales": """
        auftrag* aufträge auftrags offerte* angebot* verkauf* kunde kunden kundin preis* rabatt* konditionen lieferung*
        lieferschein* vertrag* verträge abo abos versand* auftragsbestätigung* provision* vertreter* marge margen
        kundenstamm lieferadresse* crm debitorenstamm
    """,
    "purchasing": "einkauf* bestellung* bestell* lieferant* beschaffung* wareneingang* disposition bedarf bedarfs* kreditorenstamm",
    "stock": """
        lager* bestand bestände bestands* inventur* artikel* charge chargen chargen* lagerort* lagerplatz umlagerung*
        warenausgang entnahme* reservierung* reservation* palette* serie seriennummer* bewertung verfall* zählung menge
        mengen kommissionier* rüstschein* mobilgerät* barcode* einheit einheiten gebinde* scanner
    """,
    "production": """
        produktion* fertigung* arbeitsplan* arbeitspläne stückliste* mrp werkstatt arbeitsgang* arbeitsgänge maschine*
        kapazität* feinplanung planung rüstzeit* ausschuss komponente* bde kalkulation* vorkalkulation nachkalkulation
        fremdarbeit* fremdvergabe planungslauf dispolauf kanban betriebsauftrag* werkauftrag* werk ressource* plantafel
        rückmeldung* durchlaufzeit*
    """,
    "after-sales": "kundendienst* service* reparatur* garantie* retoure* rma wartung* gewährleistung* einsatz* rücksendung*",
    "interfaces": """
        edi schnittstelle* import importe export exporte api orders invoic desadv xml csv webshop onlineshop shop
        synchronisation* webservice* ftp sftp excel datei dateien konnektor* anbindung
    """,
    "reporting": "auswertung* statistik* bericht* liste listen report reports dashboard bi kennzahl* analyse* cube spalte spalten "
    "lagerliste* übersicht",
    "printing": """
        drucker* druck ausdruck etikett* pdf formular* vorlage* layout logo vorschau druckvorschau papier papierfach kopfzeile
        fusszeile zebra
    """,
    "access": """
        login anmeldung* anmelden erstanmeldung zugang zugänge zugriff* berechtigung* recht rechte benutzerrechte passwort*
        kennwort konto-sperre profil rolle rollen lizenz* ldap sso mfa authentifizierung citrix vpn remote* administrator
        admin benutzerkonto benutzerverwaltung session sitzung*
    """,
    "system": "server* datenbank* sicherung* backup* job jobs planer umgebung testumgebung produktivumgebung migration* index "
    "performance netzwerk wlan client desktop-client browser umstellung nachtlauf nachtjob",
    "portal": "portal* portalkonto benachrichtigung* feld felder datum sprache adresse adressen text texte beschreibung sortierung "
    "filter suche knopf button taste register mandant mandanten position positionen zeile zeilen nummer* berechnung*",
}

PHRASES = {
    "pointer": """
        wie telefonisch*; wie besprochen; wie tel; wie gehabt; wie gesagt; wie vereinbart; wie abgemacht; wie erwähnt;
        wie angekündigt; wie gewünscht; wie gestern; wie immer; wie üblich; wie vorher; wie zuvor; wie schon;
        wie damals; wie letzte*; wie beim letzten; wie beim vorherigen; wie heute besprochen; wie soeben; wie eben;
        gemäss telefon*; gemäss unserem; gemäss besprechung; gemäss gespräch; gemäss mail; gemäss email; gemäss anhang;
        gemäss beilage; gemäss absprache; gemäss tel; laut telefon*; laut mail; laut unserem; laut besprechung;
        bezugnehmend auf; bezug auf unser*; bezug auf ihr*; bezug auf das gespräch; bezug auf das telefonat;
        zu unserem telefon*; zu unserem gespräch; zu unserer besprechung; nach unserem telefon*; nach unserem gespräch;
        nach telefonat; unser telefonat; unser gespräch; unsere besprechung; ihr anruf; ihre mail;
        unser telefongespräch; wieder das gleiche; wieder das selbe; wieder dasselbe; wieder der gleiche;
        wieder derselbe; wieder die gleiche; wieder dieselbe; wieder gleich*; wieder einmal; wieder da;
        immer noch das gleiche; immer noch dasselbe; immer noch gleich; immer noch der gleiche; immer das gleiche;
        immer dasselbe; schon wieder; nochmals das gleiche; nochmals dasselbe; noch einmal das gleiche;
        das gleiche problem; das gleiche wie; gleiches problem; gleicher fehler; gleiche frage; gleiche sache;
        gleiche geschichte; derselbe fehler; dasselbe problem; dasselbe wie; selbes problem; dito; idem; problem wieder;
        tritt wieder auf; ist wieder da; besteht weiterhin; siehe anhang; siehe anhänge; siehe anlage; siehe beilage*;
        siehe bild*; siehe screenshot*; siehe foto*; siehe mail; siehe email; siehe datei; siehe unten;
        siehe beschreibung; siehe rechnung; siehe beigefügte*; siehe angehängte*; siehe dokument; siehe pdf; siehe text;
        s anhang; vgl anhang; vgl screenshot; im anhang; in der beilage; anbei; angehängt; weiss bescheid;
        wissen bescheid; weiss schon; weiss worum; ist informiert; was wir besprochen; was wir abgemacht;
        was wir vereinbart; was besprochen wurde; sie wissen schon
    """,
    "complaint": """
        warten seit; wir warten; ich warte; warte seit; warten immer noch; warte immer noch; warten noch; warte noch;
        immer noch keine; immer noch nicht; immer noch nichts; noch immer keine; noch immer nicht; noch immer nichts;
        noch keine antwort; noch keine lösung; noch keine reaktion; noch keine rückmeldung; keine antwort;
        keine reaktion; keine rückmeldung; keine lösung; seit tagen; seit wochen; seit monaten; seit einer woche;
        seit langem; seit ewigkeiten; wie lange noch; wie lange müssen; wie lange dauert; wann kommt; wann wird;
        wann endlich; wann geht; wann bekommen; wann hören; endlich; niemand meldet; niemand antwortet; niemand ruft;
        keiner meldet; keiner antwortet; unzumutbar; frechheit; skandal; inakzeptabel; unakzeptabel; unhaltbar; sauerei;
        unverschämt; katastrophal; sehr enttäuscht; sehr unzufrieden; unzufrieden; reklamation; beschwerde;
        # mahnung an; zweite erinnerung; dritte erinnerung; erinnerung; # erinnerung; nachfrage zum ticket;
        nachfrage zu ticket
    """,
    "waiting": """
        seit # tagen; seit # wochen; seit # monaten; seit # stunden; schon # tage; schon # wochen
    """,
    "exaggeration": """
        alles steht; alles blockiert; alles kaputt; alles ist kaputt; alles ist langsam; alles langsam;
        ist alles langsam; alles ist blockiert; alles ausgefallen; alles down; alles hängt; alles abgestürzt;
        nichts geht; nichts funktioniert; nichts läuft; es geht nichts; geht nichts mehr; geht gar nichts; gar nichts;
        funktioniert nichts; läuft nichts; niemand kann; keiner kann; kein mensch kann; ganze firma; gesamte firma;
        ganzer betrieb; der ganze betrieb; betrieb steht; system steht; system ist down; system down; system tot;
        totalausfall; stillstand; können nicht arbeiten; nicht mehr arbeiten; nicht arbeiten
    """,
    "urgent": """
        so schnell wie möglich; so rasch wie möglich; so bald wie möglich; möglichst schnell; möglichst bald;
        möglichst rasch; sehr dringend; höchste priorität; hohe priorität; höchste dringlichkeit; prio 1; priorität 1;
        prio hoch; mit priorität; priorität hoch; per sofort bitte; bitte sofort; bitte schnell; bis heute abend;
        noch heute
    """,
    "two-topics": """
        ausserdem; außerdem; zudem; darüber hinaus; des weiteren; desweiteren; weiterhin noch; und auch noch;
        und noch eine; und noch ein; und zusätzlich; zusätzlich noch; nebenbei; andere frage; weitere frage;
        weiteres problem; noch eine frage; noch ein problem; noch etwas; noch was; # fragen; # probleme; # themen;
        # anliegen
    """,
    "several": """
        zwei fragen; zwei probleme; zwei themen; zwei anliegen; zwei punkte; drei fragen; drei probleme; drei punkte;
        drei themen; mehrere fragen; mehrere probleme; mehrere themen; mehrere punkte; verschiedene fragen;
        verschiedene probleme; diverse fragen; diverse probleme; diverse punkte; diverse anliegen; einige fragen
    """,
    "change": """
        wunsch nach änderung; antrag auf änderung; bitte ändern; bitte anpassen; change request
    """,
    "symptom": """
        lässt sich nicht; lassen sich nicht; kann nicht; können nicht; stimmt nicht; stimmen nicht; wird nicht;
        werden nicht; wurde nicht; wurden nicht; geht verloren; bricht ab; bleibt stehen; bleibt hängen; öffnet nicht;
        druckt nicht; ohne meldung; an stelle von; in klärung; zu hoch; zu tief; zu viel; zu wenig
    """,
    "expected": """
        erwartet; erwartung; erwarten; soll; sollte; sollten; sollmenge; statt; anstatt; richtig wäre; korrekt wäre;
        eigentlich; normalerweise; müsste; müssten; stimmt es; stimmt; welcher weg; wie kann; wie storniere; nötig wäre;
        möchten; wollen; anstelle
    """,
    "steps": """
        schritte; klicken; geklickt; klick auf; öffnen; geöffnet; erfasst; erfassen; eingeben; eingegeben; drucken;
        gedruckt; starten; gestartet; auswählen; ausgewählt; speichern; gespeichert; gebucht; buchen; angelegt;
        importiert; ausgeführt; aufrufen; aufgerufen; beispiel; z b; beim öffnen; beim speichern; beim drucken;
        beim buchen; beim starten; menü; getestet; freigeben; lauf
    """,
    "happened": """
        meldung; fehlermeldung; erscheint; zeigt; angezeigt; leer; steht; bleibt; gebucht wird; bricht; dauert; braucht;
        fehlt; falsch; doppelt; gesperrt; zweimal; schliesst; passiert nichts; verschwindet; hängt; vorschau
    """,
}
