"""Words before and after secrets in four languages, and the sentences that point them out."""

import re

from guichet.intake.coach_words import words

LABEL = re.compile(
    r"(?=[acegjklmpstz])(?:(?<![^\W_])(?:"
    r"(?P<key>(?:api|access|secret|private|auth|client|consumer|encryption|licence|license)[ _-]?(?:key|secret|token)s?"
    r"|apikey|accountkey|sharedaccesskey|secret|token|jeton|cl[ée] (?:api|secr[èe]te|priv[ée]e|d['’]acc[èe]s)"
    r"|api[ -]?schl[üu]ssel|geheimschl[üu]ssel|zugriffsschl[üu]ssel|chiave (?:api|segreta|privata|di accesso))"
    r"|(?P<password>(?:mots?[ _-]de[ _-]passe|mdp|zugangscode|losung|password|passwd|pwd|pass"
    r"|passphrase|parola (?:d['’]ordine|chiave)|pw|psw|code pin|pin[- ]?code|pin|code d['’]acc[èe]s|codice (?:pin|di accesso))))"
    r"|(?P<compound>passw[oö]rt|kennwort))"
    r"(?![^\W_])"
    r"(?:[ \t]+(?!(?:est|ist|is|lautet)\b)[^\W\d_]{2,20}(?=[ \t]*[:=])|[ \t]*\([^)\n]{1,30}\)){0,2}",
    re.IGNORECASE,
)
"""A label of a secret, with one or two words after it: "mot de passe admin", "Passwort (VPN)"."""

NOT_A_VALUE = words("""
    oublie oublié oubliée perdu perdue expiré expirée refusé refusée incorrect incorrecte invalide bloqué obligatoire requis
    requise inconnu changé modifié réinitialiser réinitialisation vergessen verloren abgelaufen falsch ungültig gesperrt
    abgelehnt zurücksetzen zurückgesetzt geändert ändern erforderlich unbekannt leer forgotten forgot lost expired wrong
    invalid incorrect rejected refused locked blocked changed change reset required missing unknown empty dimenticata
    dimenticato persa scaduta scaduto errata errato sbagliata sbagliato bloccata rifiutata cambiata reimpostare richiesta
    sconosciuta vuota none null true false nein non yes oui aucun aucune keine keines nessuna nessuno secret confidential
    confidentiel vertraulich riservato separat séparément separatamente separately supprimé entfernt removed rimossa ici
    erreur fehler error errore message meldung messaggio masqué hidden nascosta xxx error. problem problème problema
    impossible unmöglich impossibile demande question frage
""")
NOT_A_VALUE_AFTER_IS = NOT_A_VALUE | words("""
    not pas nicht non no toujours still immer always sempre plus correct juste richtig right good bon giusto the le la les
    das der die il lo due being now maintenant jetzt ora déjà already bereits già trop too zu troppo
""")

MESSAGES = {
    "password": {
        "en": "This looks like a password. Never send it: take it out, and change it if it was ever shared.",
        "fr": "Cela ressemble à un mot de passe. Ne l'envoyez jamais : retirez-le et changez-le s'il a déjà été partagé.",
        "de": "Das sieht nach einem Passwort aus. Senden Sie es nie: Entfernen Sie es und ändern Sie es, falls es geteilt wurde.",
        "it": "Sembra una password. Non inviatela mai: toglietela e cambiatela se è già stata condivisa.",
    },
    "key": {
        "en": "This looks like a secret key. We do not need it: take it out and replace the key.",
        "fr": "Cela ressemble à une clé secrète. Nous n'en avons pas besoin : retirez-la et remplacez la clé.",
        "de": "Das sieht nach einem geheimen Schlüssel aus. Wir brauchen ihn nicht: Entfernen und ersetzen Sie ihn.",
        "it": "Sembra una chiave segreta. Non ci serve: toglietela e sostituite la chiave.",
    },
    "iban": {
        "en": "This looks like an IBAN. We do not need it.",
        "fr": "Cela ressemble à un IBAN. Nous n'en avons pas besoin.",
        "de": "Das sieht nach einer IBAN aus. Wir brauchen sie nicht.",
        "it": "Sembra un IBAN. Non ci serve.",
    },
    "social-security": {
        "en": "This looks like a social-security number. We do not need it.",
        "fr": "Cela ressemble à un numéro d'assurance sociale. Nous n'en avons pas besoin.",
        "de": "Das sieht nach einer Sozialversicherungsnummer aus. Wir brauchen sie nicht.",
        "it": "Sembra un numero di assicurazione sociale. Non ci serve.",
    },
    "card": {
        "en": "This looks like a card number. We do not need it.",
        "fr": "Cela ressemble à un numéro de carte. Nous n'en avons pas besoin.",
        "de": "Das sieht nach einer Kartennummer aus. Wir brauchen sie nicht.",
        "it": "Sembra un numero di carta. Non ci serve.",
    },
}
