"""Italian words of the coach."""

WORDS = {
    "soft": """
        numero numeri priorità priorita prioritario prioritaria prioritari richieste ticket tickets
        mail mails email messaggio messaggi schermata schermate finestra pagina modulo moduli menu funzione dati
        prodotto utente utenti collaboratore collaboratori società servizio telefono informazioni reparto-it squadra
        caso nuovo nuova nuovi nuove tutti contatto contatti controllo verifica correzione modifica
    """,
    "greeting": "buongiorno buonasera salve ciao buon buona giornata cordiali saluti distinti gentile gentili egregio egregi "
    "spettabile spett hello hi",
    "urgent": "urgente urgenti urgenza urgenze urgentissimo urgentissima asap emergenza "
    "critico critica urgentemente",
    "hurry": "subito presto velocemente rapidamente immediatamente immediato immediata veloce rapido prontamente quanto-prima",
    "test": "test tests prova prove provare testing collaudo asdf qwerty qwertz bla blabla lorem ipsum",
    "generic": """
        problema problemi problemino questione questioni domanda domande richiesta richieste ticket tickets aiuto assistenza
        supporto bug bugs guasto guasti anomalia anomalie incidente incidenti malfunzionamento malfunzionamenti disservizio
        cosa cose qualcosa tema temi oggetto argomento argomenti info informazione informazioni chiarimento chiarimenti
        consiglio osservazione osservazioni varie vario vari erp sistema sistemi software programma programmi applicazione
        applicazioni app applicativo strumento strumenti gestionale helvetic informatica computer pc schermo schermata
        schermate finestra pagina modulo moduli funzione funzioni funzionalità menu menù dati prodotto caso casi situazione
        faccenda punto punti dettaglio dettagli piccolo piccola piccoli grande grandi grosso grossa serio grave gravi strano
        strana strani nuovo nuova nuovi nuove generale generico generica tutto tutta tutti tutte niente nulla nessuno nessuna
        qualcuno alcuni alcune diversi diverse altro altra altri altre ognuno gente utente utenti collega colleghi
        collaboratore collaboratori team squadra ufficio società azienda ditta capo direttore reparto-it responsabile servizio
        soluzione risposta risposte chiamata telefonata telefono telefonica mail mails email messaggio messaggi reclamo
        difficoltà inconveniente segnalazione segnalazioni dubbio persona persone lavoro
    """,
    "vague": """
        errore errori funziona funzionano funzionava funzionamento funzionare va vanno rotto rotta rotti guasta crash crasha
        bloccarsi impossibile scorretto scorretta scorretti errato-tutto difetto difettoso fallito fallisce fallimento pianta
        piantato inutilizzabile ko
    """,
    "filler": """
        riunione seduta conversazione colloquio scambio tecnico tecnica tecnici informatico comportamento risponde rispondono
        rispondete documento documenti word improvvisamente improvviso inspiegabile segnalato segnaliamo segnalare riapparso
        apparso apparsa comparso persiste collaboratrice sappiamo aiutarmi aiutatemi aspettando sconosciuto vista capito
        grazie prego favore cortesia cortesemente gentilmente vorrei vorremmo vorrebbe potete potrebbe potreste può puo
        possono possiamo posso poter potere desidero desideriamo avremmo avrei serve servono bisogno necessario necessita
        contattare contattarmi contattateci contatto chiamare chiamate chiamatemi richiamare richiamatemi richiamata
        telefonare guardare guardate vedere verificare verificate verifica controllare controllate controllo aiutare
        aiutarci aiutateci risolvere risolvete risolto risolta risolti sistemare sistemate riparare correggere correzione
        intervenire intervento trattare rispondere fare faccio fate fatto fatta sapere so sapete dire detto dite parlare
        parlato discutere discusso discussione spiegare spiegato veramente davvero molto troppo abbastanza poco più meno bene
        male ancora sempre spesso volte talvolta mai già adesso ora attualmente oggi ieri domani mattina mattino stamattina
        stamane mezzogiorno pomeriggio sera momento tempo tempi giorno giorni settimana settimane mese mesi ora ore minuto
        minuti anno anni fine inizio volta regolarmente recentemente ultimamente lungo lunga possibile possibili due tre
        quattro cinque primo prima prime ultimo ultima ultimi ultime stesso stessa stessi stesse uguale idem riguardo
        concernente relativo relativa abbiamo avete ho hanno ha avuto riscontriamo riscontrato riscontrati riscontra riceviamo
        succede accade capita arriva arrivano lavorare lavoriamo lavora usare usiamo utilizzare utilizziamo utilizzo avanti
        aspetto aspettiamo aspettando attendo attendiamo attesa attendere provato proviamo quindi allora però tuttavia
        semplicemente solo soltanto soprattutto completamente totalmente normalmente correttamente capisco capiamo capire
        trovo trovare troviamo sembra appare compare esce resta rimane vuole vogliamo voglio inaccettabile vergogna
        vergognoso scandalo scandaloso catastrofe catastrofico inammissibile deluso delusi delusa pazienza stufi stufo
        pessimo incredibile disastro ridicolo indecente importante importanti migliorare miglioramento meglio migliore
        migliori ottimizzare bello bella moderno moderna concordato convenuto stabilito accordi promesso menzionato accennato
        visto riparato tornato tornata torna tornare ritorna ripresenta ripresentato nuovamente cortese gentilissimi anticipo
        disposizione porgo porgiamo invio inviamo continuamente costantemente quotidianamente recente recentissima tanto
        tanta clicco cliccare clic click riesco riusciamo riesce riescono iniziare merito procedere piacerebbe
    """,
    "stop": """
        il lo la i gli le l un uno una del dello della dell dei degli delle di d al allo alla all ai agli alle a da dal dallo
        dalla dall dai dagli dalle in nel nello nella nell nei negli nelle su sul sullo sulla sull sui sugli sulle per con
        senza tra fra verso contro e ed o od ma né che chi cui cosa quale quali quando come dove perché quanto quanta quanti
        quante questo questa questi queste quest quello quella quell quelli quelle ciò si se suo sua suoi sue loro mio mia
        miei mie nostro nostra nostri nostre vostro vostra vostri vostre tuo io tu lui lei noi voi essi mi ti ci vi ne non no
        sì è e' sono sei siamo siete era erano essere stato stata stati state sarà saranno sia avere aveva avevano deve
        devono dovrebbe doveva anche pure poi qui qua lì là ogni tale es ecc nr n num re r fw fwd i c s invece
        c'è fa vs
    """,
    "when": "dopo prima-di durante quando mentre appena dal dalla da se",
    "time": """
        gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre lunedì martedì mercoledì
        giovedì venerdì sabato domenica trimestre semestre annuale mensile esercizio natale pasqua
    """,
    "change": """
        modifica modifiche modificare cambiamento cambiamenti cambiare adattamento adattamenti adattare evoluzione evoluzioni
        sviluppo suggerimento suggerimenti idea idee proposta desiderio personalizzazione adeguamento variazione
    """,
    "patch": "patch versione versioni release upgrade update aggiornamento aggiornamenti hotfix correttivo aggiornare",
    "install": "installare installazione applicare installate passaggio distribuire",
    "attachment": "allegato allegati allegata allegate screenshot foto immagine immagini cattura catture printscreen annesso "
    "fotografia",
    "title": "sig signor signora signori sig.ra dott dottor dottoressa",
    "symptom": """
        vuoto vuota vuoti vuote manca mancano mancante mancanti assente assenti doppio doppia doppi doppie raddoppiato
        raddoppiata duplicato duplicata duplicati duplicate sbagliato sbagliata sbagliati sbagliate errato errata errati errate
        rifiutato rifiutata rifiutati rifiuta respinto respinta respinti bloccato bloccata bloccati bloccate blocca blocco
        fermo ferma fermi fermo-su lento lenta lenti lentezza rallentamento rallentamenti rallentato differenza differenze
        differisce scostamento scarto negativo negativa negativi ignorato ignorata ignorati perso persa persi perde sparito
        sparita spariti sparisce spariscono scomparso scompare spostato tagliato tagliata troncato troncata illeggibile
        illeggibili moltiplicat* invisibile inattivo inattiva scaduto scaduta scaduti inatteso interrotto interrotta
        interrompe arrotondato arrotondamento invertito invertita incompleto incompleta calcolato calcolata calcola mostra
        mostrato visualizzato inviato inviata inviati generato generata generati generate creato creata creati registrato
        registrata registrati contabilizzato contabilizzata cancellato cancellata ripetuto incoerente obsoleto disconness*
        sovrappost* escluso propone proposto stampa-vuota chiude apre importato importata esportato aggiornato aggiornata
        salva salvato supera negato negata assegnato sovrascritto sovrascrive conteggiato conteggiata addebitat* saltato salta
        raddoppia azzera azzerato azzerata ripristinato convertit* quadra quadrano esaurito
    """,
    "action": """
        stornare annullare registrare inserire stampare filtrare aggiungere rimuovere rimozione creare eliminare cancellare
        esportare importare calcolare convalidare inviare aprire chiudere parametrizzare configurare reimpostare attivare
        disattivare copiare duplicare trasferire attribuire assegnare visualizzare nascondere ordinare raggruppare bloccare
        sbloccare riconciliare fatturare consegnare pianificare rinominare unire archiviare sostituire limitare autorizzare
        ripristinare spostare contabilizzare scannerizzare formazione formare riaprire confermare salvare registrazione
        inserimento eliminazione creazione
    """,
}

AREAS = {
    "finance": """
        contabil* conto conti scrittura scritture fattura fatture fatturazione iva debitore debitori creditore creditori
        pagamento pagamenti banca banche bancario bancaria bilancio bilanci chiusura chiusure budget periodo periodi iban
        bonifico bonifici nota-di-credito note-di-credito cespite cespiti ammortament* camt* pain* qr valuta valute cambio
        aliquota aliquote centro-di-costo cassa saldo saldi giornale consolidamento sconto sconti acconto acconti sollecito
        solleciti riporto fiscale chf eur usd sepa incasso incassi riconciliazione partita partite mastro tesoreria ritenuta
        scadenza scadenze scadenzario
    """,
    "payroll": """
        salari* stipend* paga paghe busta-paga buste-paga avs lpp assenza assenze vacanze ferie dipendente dipendenti swissdec
        imposta-alla-fonte contributi straordinari timbratura timbrature personale conteggio cedolino cedolini assegni
        malattia certificato certificati tredicesima spese maternità
    """,
    "sales": """
        ordine ordini offerta offerte preventivo preventivi vendita vendite cliente clienti prezzo prezzi listino listini
        sconto sconti consegna consegne bolla bolle contratto contratti abbonament* spedizione spedizioni conferma provvigione
        provvigioni agente agenti margine margini ddt
    """,
    "purchasing": "acquisto acquisti fornitore fornitori ricezione ricevimento approvvigionament* fabbisogno fabbisogni entrata-merce",
    "stock": """
        stock magazzino magazzini inventario inventari articolo articoli lotto lotti deposito ubicazione ubicazioni movimento
        movimenti prelievo prelievi prenotazione giacenza giacenze pallet bancale serie seriale valorizzazione rotazione
        quantità conteggio terminale codice-a-barre barcode unità scaffale picking scorta scorte
    """,
    "production": """
        produzione ciclo cicli distinta distinte distinta-base mrp reparto operazione operazioni macchina macchine
        pianificazione attrezzaggio scarto-di-produzione scarti componente componenti capacità officina avanzament* costo costi
        conto-lavoro terzista ordine-di-produzione schedulazione kanban lavorazione lavorazioni fabbricazione
    """,
    "after-sales": "postvendita post-vendita riparazione riparazioni garanzia garanzie reso resi manutenzione",
    "interfaces": """
        edi interfaccia interfacce import importazione importazioni export esportazione esportazioni api orders invoic desadv
        xml csv webshop negozio e-commerce sincronizzazione webservice ftp sftp excel file connettore
    """,
    "reporting": "rapporto rapporti report statistica statistiche lista liste elenco elenchi cruscotto dashboard bi analisi cubo "
    "colonna colonne grafico",
    "printing": """
        stampa stampe stampante stampanti etichetta etichette pdf formulario formulari modello modelli layout logo anteprima
        carta cassetto intestazione piè-di-pagina zebra
    """,
    "access": """
        accesso accessi diritto diritti login connessione connessioni sessione sessioni password autenticazione profilo
        profili ruolo ruoli autorizzazione autorizzazioni licenza licenze ldap sso mfa amministratore amministratrice admin
        permesso permessi vpn account credenziali
    """,
    "system": "server database backup salvataggio job pianificatore ambiente ambienti migrazione indice prestazioni rete wifi client "
    "browser batch",
    "portal": "portale notifica notifiche campo campi scheda schede data date lingua indirizzo indirizzi testo descrizione "
    "ordinamento filtro filtri ricerca pulsante anagrafica anagrafiche riga righe codice calcolo",
}

PHRASES = {
    "pointer": """
        come da telefonata; come da accordi; come da mail; come da email; come da colloquio; come da allegato;
        come da conversazione; come da nostra; come da nostro; come da mia; come da vostra; come da richiesta;
        come da intesa; come discusso; come concordato; come detto; come gia detto; come convenuto; come anticipato;
        come accennato; come spiegato; come promesso; come previsto; come prima; come sempre; come al solito; come ieri;
        come l altra volta; come l ultima volta; come la volta; come la settimana; come il mese; come la scorsa;
        come lo scorso; come le altre; a seguito della; a seguito del colloquio; a seguito della telefonata;
        in seguito alla telefonata; in seguito al colloquio; in seguito alla nostra; seguito nostra; facendo seguito;
        in riferimento alla telefonata; in riferimento alla nostra; con riferimento alla nostra;
        riferimento alla telefonata; riferimento telefonata; secondo accordi; secondo telefonata; secondo colloquio;
        secondo allegato; nostra telefonata; nostro colloquio; nostra conversazione; quanto concordato; quanto discusso;
        quello che abbiamo; di cui abbiamo parlato; stesso problema; stesso errore; stessa cosa; stessa domanda;
        stesso bug; stessa storia; stessa situazione; lo stesso di; la stessa di; sempre lo stesso; sempre la stessa;
        ancora lo stesso; ancora la stessa; di nuovo lo stesso; di nuovo la stessa; di nuovo; e tornato; si ripresenta;
        ci risiamo; idem; vedi allegat*; vedere allegat*; vedasi allegat*; vedi screenshot; vedi foto; vedi immagin*;
        vedi file; vedi mail; vedi email; vedi sotto; vedi sopra; vedi documento; vedi fattura; vedi descrizione;
        vedi schermata; vedi pdf; si veda; cfr allegato; in allegato; allego; allegato; ne e al corrente; e al corrente;
        sa gia; sa tutto; sa di cosa; e informato; e informata; sapete gia
    """,
    "complaint": """
        aspettiamo da; aspettiamo; stiamo aspettando; sto aspettando; attendiamo da; attendiamo ancora;
        stiamo attendendo; attendo da; aspetto da; aspetto ancora; ancora in attesa; in attesa da; siamo in attesa;
        ancora niente; ancora nulla; ancora nessun*; ancora non; sempre niente; nessuna risposta; nessuna notizia;
        nessun riscontro; nessuna soluzione; nessuna reazione; senza risposta; da giorni; da settimane; da mesi;
        da una settimana; da troppo tempo; quanto tempo ancora; quanto dobbiamo; quanto ancora; quando arriva;
        quando avremo; quando verra; quando sara; quando pensate; quando rispondete; # sollecito; secondo sollecito;
        terzo sollecito; primo sollecito; nessuno risponde; nessuno chiama; inaccettabile; inammissibile; vergogna;
        vergognoso; scandaloso; uno scandalo; pessimo servizio; servizio pessimo; molto deluso; molto delusi;
        siamo stufi; reclamo
    """,
    "waiting": """
        da # giorni; da # settimane; da # mesi; da # ore; sono # giorni; sono # settimane
    """,
    "exaggeration": """
        tutto fermo; e tutto fermo; tutto e fermo; tutto bloccato; tutto e bloccato; e tutto bloccato; tutto rotto;
        tutto lento; tutto e lento; e tutto lento; tutto giu; tutto non funziona; niente funziona; non funziona niente;
        non funziona nulla; non funziona piu; non va niente; non va piu; non va nulla; nulla funziona; nessuno puo;
        nessuno riesce; nessuno lavora; tutta l azienda; tutta la ditta; tutta la societa; azienda ferma; siamo fermi;
        siamo bloccati; sistema fermo; sistema bloccato; sistema giu; sistema down; impossibile lavorare;
        non possiamo lavorare; non si puo lavorare; non riusciamo a lavorare
    """,
    "urgent": """
        il prima possibile; al piu presto; appena possibile; quanto prima; prima possibile; molto urgente;
        massima urgenza; con urgenza; massima priorita; alta priorita; in priorita; con priorita; priorita alta;
        priorita 1; prio 1; senza indugio; entro stasera; entro oggi
    """,
    "two-topics": """
        inoltre; e anche; ed anche; e pure; per di piu; in aggiunta; oltre a cio; d altra parte; altra domanda;
        altro problema; un altra domanda; un altro problema; altra questione; un altra cosa; # domande; # problemi;
        # questioni
    """,
    "several": """
        due domande; due problemi; due questioni; due cose; tre domande; tre problemi; tre cose; varie domande;
        vari problemi; varie questioni; diverse domande; diversi problemi; alcune domande; alcuni problemi;
        piu problemi; piu domande
    """,
    "change": """
        richiesta di modifica; richiesta di modifiche; richiesta di cambiamento; richiesta di sviluppo;
        richiesta di adattamento; richiesta di miglioramento; richiesta modifica; proposta di miglioramento
    """,
    "symptom": """
        invece di; invece del; invece dell; al posto di; al posto del; non corrisponde; non corrispondono; non si apre;
        non si stampa; non quadra; non appare; non compare; non viene; non vengono; due volte; tre volte; in attesa;
        fuori servizio; troppo alto; troppo basso
    """,
    "expected": """
        atteso; attesa; attesi; ci aspettiamo; dovrebbe; dovrebbero; dovremmo; invece di; invece del; vorremmo;
        normalmente; di solito; e corretto; e giusto; e giusta; bisogna; deve; si deve; quale procedura; come si;
        corretto sarebbe; risultato previsto; previsto
    """,
    "steps": """
        passi; passaggi; cliccare; cliccato; aprire; apro; aperto; aprendo; inserire; inserito; inserendo; stampare;
        stampo; stampato; stampando; avviare; avviato; selezionare; selezionato; salvare; salvato; salvando; registrare;
        registrato; creare; creato; importare; importato; confermare; confermato; lanciato; rilanciato; esempio;
        per esempio; menu; pulsante; provato
    """,
    "happened": """
        messaggio; appare; compare; mostra; errore; vuoto; vuota; rifiutato; rifiutata; bloccato; bloccata; resta;
        rimane; si chiude; propone; impiega; manca; mancano; sbagliato; sbagliata; non succede; doppio; due volte;
        calcola; indica; dura
    """,
}
