"""What the coach says, rule by rule, in the four languages; and the questions of the three parts and headings."""

MESSAGES: dict[str, dict[str, str]] = {
    "empty": {
        "en": "The subject is empty: say where it happens, what happens, and when or on what.",
        "fr": "L'objet est vide : dites où cela se passe, ce qui se passe, et quand ou sur quoi.",
        "de": "Der Betreff ist leer: Sagen Sie, wo etwas passiert, was passiert und wann oder wobei.",
        "it": "L'oggetto è vuoto: dite dove succede, che cosa succede e quando o su che cosa.",
    },
    "too-short": {
        "en": "A few more words help to find this again: where does it happen, and when or on what?",
        "fr": "Quelques mots de plus aideront à retrouver la demande : où cela se passe-t-il, et quand ou sur quoi ?",
        "de": "Mit ein paar Wörtern mehr findet man die Anfrage wieder: Wo passiert es, und wann oder wobei?",
        "it": "Qualche parola in più aiuta a ritrovare la richiesta: dove succede, e quando o su che cosa?",
    },
    "generic": {
        "en": "This would fit any request: in which function or screen, and since when or on what?",
        "fr": "Cela conviendrait à toute demande : dans quelle fonction ou quel écran, et depuis quand ou sur quoi ?",
        "de": "Das passt auf jede Anfrage: in welcher Funktion oder Maske, und seit wann oder wobei?",
        "it": "Va bene per qualsiasi richiesta: in quale funzione o schermata, e da quando o su che cosa?",
    },
    "capitals": {
        "en": "Capitals are hard to read; ordinary letters are enough.",
        "fr": "Les majuscules se lisent mal ; écrivez en minuscules.",
        "de": "Grossbuchstaben liest man schlecht; gewöhnliche Schrift genügt.",
        "it": "Le maiuscole si leggono male; bastano le minuscole.",
    },
    "exclamation": {
        "en": "Exclamation marks do not make it faster; say what happens instead.",
        "fr": "Les points d'exclamation n'accélèrent rien ; dites plutôt ce qui se passe.",
        "de": "Ausrufezeichen machen es nicht schneller; sagen Sie lieber, was passiert.",
        "it": "I punti esclamativi non accelerano nulla; dite piuttosto che cosa succede.",
    },
    "greeting": {
        "en": "A greeting says nothing about the topic: name the function and what happens.",
        "fr": "Une salutation ne dit rien du sujet : nommez la fonction et ce qui se passe.",
        "de": "Ein Gruss sagt nichts über das Thema: Nennen Sie die Funktion und was passiert.",
        "it": "Un saluto non dice nulla dell'argomento: indicate la funzione e che cosa succede.",
    },
    "person": {
        "en": "Name the topic, not a person; colleagues are added in a field of their own.",
        "fr": "Indiquez le sujet, pas une personne ; un champ est prévu pour les collègues.",
        "de": "Nennen Sie das Thema, nicht eine Person; für Kolleginnen und Kollegen gibt es ein eigenes Feld.",
        "it": "Indicate l'argomento, non una persona; per i colleghi c'è un campo apposito.",
    },
    "number-only": {
        "en": "A number alone does not say what is wrong: what happens with it?",
        "fr": "Un numéro seul ne dit pas ce qui ne va pas : que se passe-t-il avec ce document ?",
        "de": "Eine Nummer allein sagt nicht, was nicht stimmt: Was passiert damit?",
        "it": "Un numero da solo non dice che cosa non va: che cosa succede?",
    },
    "message-without-moment": {
        "en": "You give the message; what were you doing when it came, and in which screen?",
        "fr": "Vous donnez le message ; que faisiez-vous quand il est apparu, et dans quel écran ?",
        "de": "Sie nennen die Meldung; was taten Sie, als sie erschien, und in welcher Maske?",
        "it": "Indicate il messaggio; che cosa stavate facendo quando è apparso, e in quale schermata?",
    },
    "pointer": {
        "en": "Nobody else can follow this reference later: say the topic itself here.",
        "fr": "Personne d'autre ne pourra suivre ce renvoi plus tard : indiquez ici le sujet lui-même.",
        "de": "Diesem Verweis kann später niemand folgen: Nennen Sie hier das Thema selbst.",
        "it": "Nessun altro potrà seguire questo rinvio: indicate qui l'argomento stesso.",
    },
    "urgency": {
        "en": "Urgency goes below, under harm; say the topic here.",
        "fr": "L'urgence s'indique plus bas ; ici, décrivez le sujet.",
        "de": "Die Dringlichkeit geben Sie unten an; hier steht das Thema.",
        "it": "L'urgenza va indicata più sotto; qui l'argomento.",
    },
    "exaggeration": {
        "en": "Which process stands still, since when, for how many people?",
        "fr": "Quel processus est à l'arrêt, depuis quand, pour combien de personnes ?",
        "de": "Welcher Ablauf steht still, seit wann, bei wie vielen Personen?",
        "it": "Quale processo è fermo, da quando, per quante persone?",
    },
    "two-topics": {
        "en": "Two topics? Two requests are answered sooner.",
        "fr": "Deux sujets ? Deux demandes avancent plus vite.",
        "de": "Zwei Themen? Zwei Anfragen kommen schneller voran.",
        "it": "Due argomenti? Due richieste avanzano più in fretta.",
    },
    "complaint": {
        "en": "Still waiting for an answer? Use the reminder or Escalate on the request itself; a new one starts from zero.",
        "fr": "Vous attendez une réponse ? Relancez ou escaladez la demande existante ; une nouvelle repart de zéro.",
        "de": "Sie warten auf eine Antwort? Erinnern oder eskalieren Sie auf der alten Anfrage; eine neue beginnt von vorn.",
        "it": "Aspettate una risposta? Usate il sollecito o l'escalation sulla richiesta esistente; una nuova riparte da zero.",
    },
    "test": {
        "en": "This looks like a try-out: a request really reaches the support team.",
        "fr": "Cela ressemble à un essai : une demande arrive réellement au support.",
        "de": "Das sieht nach einem Versuch aus: Eine Anfrage kommt wirklich beim Support an.",
        "it": "Sembra una prova: una richiesta arriva davvero all'assistenza.",
    },
    "no-version": {
        "en": "Which version, on test or production, and on which date?",
        "fr": "Quelle version, sur le test ou la production, et à quelle date ?",
        "de": "Welche Version, auf Test oder Produktion, und an welchem Datum?",
        "it": "Quale versione, su test o produzione, e in quale data?",
    },
    "change-request": {
        "en": "What should change: which screen or document, and in what way?",
        "fr": "Qu'est-ce qui doit changer : quel écran ou document, et de quelle manière ?",
        "de": "Was soll sich ändern: welche Maske oder welches Dokument, und wie?",
        "it": "Che cosa deve cambiare: quale schermata o documento, e in che modo?",
    },
    "missing-steps": {
        "en": "What did you do? The menu path and one example we can open are enough.",
        "fr": "Qu'avez-vous fait ? Le chemin du menu et un exemple que nous pouvons ouvrir suffisent.",
        "de": "Was haben Sie getan? Der Menüpfad und ein Beispiel, das wir öffnen können, genügen.",
        "it": "Che cosa avete fatto? Bastano il percorso del menu e un esempio che possiamo aprire.",
    },
    "missing-message": {
        "en": "What happened? Copy the text of the message, or say what you see.",
        "fr": "Que s'est-il passé ? Copiez le texte du message, ou dites ce que vous voyez.",
        "de": "Was ist passiert? Kopieren Sie den Text der Meldung oder sagen Sie, was Sie sehen.",
        "it": "Che cosa è successo? Copiate il testo del messaggio o dite che cosa vedete.",
    },
    "missing-expected": {
        "en": "What did you expect? One sentence is enough.",
        "fr": "Qu'attendiez-vous ? Une phrase suffit.",
        "de": "Was haben Sie erwartet? Ein Satz genügt.",
        "it": "Che cosa vi aspettavate? Basta una frase.",
    },
    "only-attachment": {
        "en": "Please write one sentence: a picture alone cannot be searched, and may be unreadable.",
        "fr": "Écrivez une phrase : une image seule ne se retrouve pas et peut être illisible.",
        "de": "Schreiben Sie bitte einen Satz: Ein Bild allein lässt sich nicht suchen und ist vielleicht unlesbar.",
        "it": "Scrivete una frase: un'immagine da sola non si può cercare e può essere illeggibile.",
    },
    "missing-benefit": {
        "en": "What would it bring, on which screen or document, and for how many people?",
        "fr": "Qu'est-ce que cela apporterait, sur quel écran ou document, et à combien de personnes ?",
        "de": "Was würde es bringen, in welcher Maske oder welchem Dokument, und wie vielen Personen?",
        "it": "Che beneficio porterebbe, su quale schermata o documento, e a quante persone?",
    },
    "missing-object": {
        "en": "Which project or customisation is it about, and what should come out of it by when?",
        "fr": "De quel projet ou développement s'agit-il, et quel résultat voulez-vous pour quand ?",
        "de": "Um welches Projekt oder welche Anpassung geht es, und was soll bis wann herauskommen?",
        "it": "Di quale progetto o sviluppo si tratta, e quale risultato serve entro quando?",
    },
    "missing-topic": {
        "en": "Which topics, how many people, what do they know already, and where?",
        "fr": "Quels thèmes, combien de personnes, quelles connaissances déjà acquises, et où ?",
        "de": "Welche Themen, wie viele Personen, welche Vorkenntnisse, und wo?",
        "it": "Quali temi, quante persone, quali conoscenze già acquisite, e dove?",
    },
    "missing-person": {
        "en": "Whose access is it, with which role, and from when?",
        "fr": "De l'accès de qui s'agit-il, avec quel rôle, et à partir de quand ?",
        "de": "Um wessen Zugang geht es, mit welcher Rolle, und ab wann?",
        "it": "Di chi è l'accesso, con quale ruolo, e da quando?",
    },
    "missing-module": {
        "en": "Which module or licence, and for how many users?",
        "fr": "Quel module ou quelle licence, et pour combien d'utilisateurs ?",
        "de": "Welches Modul oder welche Lizenz, und für wie viele Benutzer?",
        "it": "Quale modulo o licenza, e per quanti utenti?",
    },
    "secret": {
        "en": "This looks like a password. Take it out: everyone who reads the request could use it.",
        "fr": "Cela ressemble à un mot de passe. Retirez-le : toute personne qui lit la demande pourrait s'en servir.",
        "de": "Das sieht nach einem Passwort aus. Entfernen Sie es: Wer die Anfrage liest, könnte es benutzen.",
        "it": "Sembra una password. Toglietela: chi legge la richiesta potrebbe usarla.",
    },
}

PARTS: dict[str, dict[str, str]] = {
    "where": {"en": "Where?", "fr": "Où ?", "de": "Wo?", "it": "Dove?"},
    "what": {"en": "What happens?", "fr": "Que se passe-t-il ?", "de": "Was passiert?", "it": "Che cosa succede?"},
    "when": {
        "en": "When, or on what?", "fr": "Quand, ou sur quoi ?", "de": "Wann oder wobei?", "it": "Quando o su che cosa?",
    },
}

QUESTIONS: dict[str, dict[str, str]] = {
    "where": {
        "en": "Which function or screen, as the menu names it?",
        "fr": "Quelle fonction ou quel écran, selon le nom du menu ?",
        "de": "Welche Funktion oder Maske, wie sie im Menü heisst?",
        "it": "Quale funzione o schermata, con il nome del menu?",
    },
    "what": {
        "en": "What do you see, in a few words?",
        "fr": "Que voyez-vous, en quelques mots ?",
        "de": "Was sehen Sie, in wenigen Wörtern?",
        "it": "Che cosa vedete, in poche parole?",
    },
    "when": {
        "en": "All documents, or one kind? Since when?",
        "fr": "Tous les documents, ou un seul type ? Depuis quand ?",
        "de": "Alle Belege oder nur eine Art? Seit wann?",
        "it": "Tutti i documenti o un solo tipo? Da quando?",
    },
}


def say(rule: str, language: str) -> str:
    """The coach's sentence for a rule, English where the language is none of the four."""
    sentences = MESSAGES[rule]
    return sentences.get(language, sentences["en"])
