"""French words of the coach."""

WORDS = {
    "soft": """
        numero numeros priorite priorites prioritaire prioritaires demandes requetes tickets
        mail mails email courriel message messages ecran ecrans fenetre page module modules menu fonction fonctions
        donnees produit utilisateur utilisateurs collaborateur collaborateurs societe service dossier objet titre
        information informations client-lourd client-web telephone telephones poste postes equipe responsable
        entreprise titre nouveau nouvelle tous toutes toute contact contacts rappel correction verification controle
        possible impossible modification
    """,
    "greeting": "bonjour bonsoir salut hello coucou madame messieurs mesdames cordialement salutations hi",
    "urgent": "urgent urgente urgents urgentes urgence urgences urgentissime asap critique hyperurgent",
    "hurry": "vite rapidement rapide immediatement immediat tout-de-suite aussitot promptement",
    "test": "test tests testing essai essais teste tester asdf qwertz azerty blabla bla lorem ipsum",
    "generic": """
        probleme problemes pb pbs souci soucis question questions demande demandes requete requetes ticket tickets
        aide assistance support besoin bug bugs bogue bogues anomalie anomalies incident incidents dysfonctionnement*
        disfonctionnement* chose choses truc trucs machin sujet sujets objet info infos information informations
        renseignement renseignements explication explications precision precisions remarque remarques divers diverse diverses
        erp systeme systemes logiciel logiciels programme programmes application applications appli applis outil outils
        progiciel helvetic informatique ordinateur ordinateurs pc poste ecran ecrans fenetre page module modules
        fonction fonctions fonctionnalite fonctionnalites menu donnees produit truc cas situation affaire dossier point
        points detail details petit petite petits grand grande gros grosse serieux serieuse grave graves bizarre bizarres
        etrange etranges nouveau nouvelle nouveaux nouvelles general generale tout tous toute toutes rien personne quelque
        quelqu quelques quelqun plusieurs certains certaines autre autres chacun monde gens utilisateur utilisateurs
        collegue collegues collaborateur collaborateurs equipe bureau societe entreprise client-lourd chef patron
        direction directeur responsable service departement solution reponse nouvelle suite titre appel telephone
        telephonique mail mails email courriel message messages version-actuelle reclamation plainte attente
    """,
    "vague": """
        erreur erreurs marche marchent marchait fonctionne fonctionnent fonctionnait fonctionnement ko hs panne plante
        plantent plantage plantages crash crashe bugge buggue beug bugue deconne foire impossible incorrect incorrecte
        incorrects incorrectes casse casses cassee defaut defaillance echec echoue mauvais mauvaise probleme-technique
        arrete bloquage souffre rame planter
    """,
    "filler": """
        apparu apparue apparus necessaire bien-vouloir seance reunion entretien discussion conversation echange collaboratrice
        technique techniques comportement repond repondre repondent delais meilleurs brefs cloche quoi noter nouveau-apparu
        difficulte difficultes constatation document documents word constate reguliere intermittent soudain soudainement
        inconnu inconnue inexplique imprevu notifie signale signaler signalons voila comprehension resume continue persiste
        merci svp stp cordial prier prie veuillez voudrais voudrait voudrions aimerais aimerait aimerions souhaite
        souhaitons souhaite souhaiterais souhaiterions souhaitez pourriez pouvez pourrait pourrais peux peut peuvent pouvons
        contacter contactez contact rappeler rappelez rappel recontacter joindre appeler appelez telephoner regarder
        regardez voir verifier verifiez verification aider aidez resoudre resolvez regler corriger corrigez correction
        intervenir intervention traiter repondre faire fais fait faites font savoir sais sait savez dire dites parler
        discuter explique expliquer urgentement vraiment tres trop assez peu plus moins bien mal encore toujours souvent
        parfois jamais deja maintenant actuellement aujourd hui hier demain matin midi soir apres-midi ce-matin moment
        temps jour jours semaine semaines mois heure heures minute minutes an ans annee annees debut fin fois quelquefois
        regulierement recemment longtemps prochainement bientot possible possibles deux trois quatre cinq premier premiere
        dernier derniere derniers dernieres meme memes pareil pareille idem dito suite concernant rapport propos besoin
        avons avez ayant rencontre rencontrons rencontrez subissons constate constatons arrive arrivons arriver travailler
        travaille travaillons travail utiliser utilisons utilise avancer continuer attends attend attendons attendre
        essaye essaie essayer marcher fonctionner voila donc aussi alors car puis cependant simplement juste surtout
        notamment beaucoup completement totalement tellement super vraiment normalement correctement comprends comprend
        comprenons comprendre trouve trouver trouvons veux veut voulons sommes semble apparait apparaitre sort reste
        inadmissible scandale scandaleux honte catastrophe catastrophique inacceptable ras-le-bol marre decu decus decue
        lamentable intolerable nul impatience silence relance insupportable enervant enerve agace honteux
        savoir-faire important importante importants gentil gentille possible pouvoir devoir falloir faut faudrait interne
        resolu resolue resolus regle reglee reparer repare revenu revenue revient recommence reapparu reapparait
        ameliorer amelioration mieux meilleur optimiser optimisation beau belle joli moderne ideal recu recue voulu prevu
        convenu convenue discute discutee parle evoque vu mentionne promis entendu accord hesitez hesite disposition
        avance mille remerciements distinguees agreer expression sentiments meilleures urgemment svp quotidien quotidiennement
        constamment sans-arret longue long lourd clique cliquer clic
    """,
    "stop": """
        le la les l un une des du de d au aux a en dans sur sous par pour avec sans chez vers entre contre et ou ni mais
        que qu qui quoi dont ou quand comment pourquoi combien quel quelle quels quelles ce cet cette ces ca cela ceci c
        s se sa son ses leur leurs mon ma mes notre nos votre vos ton ta tes je j tu il elle on nous vous ils elles me m te
        t lui eux moi toi soi y n ne pas plus est es suis sommes etes sont etait etaient etre ete sera serait seront soit
        ai as avons avez ont avait avaient avoir eu aura aurait va vont vais allons allez aller vient viennent doit doivent
        devrait si non oui comme afin chaque celui celle ceux celles ici la-bas deja tant tel telle p ex cf n° no nr num svp re tr fw fwd wg est-ce ci trop entre lorsqu jusqu jusque
    """,
    "when": "apres avant depuis lors lorsque pendant durant des quand suite si pour avec",
    "time": """
        janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre lundi mardi mercredi jeudi
        vendredi samedi dimanche trimestre semestre annuel annuelle mensuel mensuelle exercice noel paques
    """,
    "change": """
        modification modifications modifier changement changements changer adaptation adaptations adapter evolution
        evolutions developpement suggestion suggestions idee idees proposition souhait voeu nouveaute
    """,
    "patch": "patch patchs patches maj mise-a-jour version versions release upgrade update updates correctif correctifs hotfix",
    "install": "installer installation passage passer deployer deploiement appliquer livrer livraison-patch monter",
    "attachment": "annexe annexes annexee piece-jointe pj capture captures screenshot screenshots photo photos image images "
    "ci-joint ci-jointe joint jointe joints jointes fichier-joint attachement printscreen imprime-ecran",
    "title": "m mr mme mlle monsieur madame mademoiselle dr me maitre",
    "symptom": """
        vide vides manque manquant manquante manquants manquantes absent absente absents absentes double doubles doublon
        doublons doublee doublees faux fausse fausses errone erronee errones erronees refuse refusee refuses refusees rejete
        rejetee rejetes rejet rejets bloque bloquee bloques bloquees blocage lent lente lents lentes lenteur lenteurs ralenti*
        ecart ecarts difference differences differe* negatif negative negatifs negatives ignore ignoree ignores ignorees perdu
        perdue perdus perdues perte disparu disparue disparait disparaissent disparition decale decalee decales decalage
        tronque tronquee tronques coupe coupee illisible illisibles multiplie* invisible invisibles grise grisee inactif
        inactive expire expiree expires inattendu stoppe fige figee interrompu interrompue interruption arrondi arrondis
        inverse inversee inverses deborde incomplet incomplete incomplets calcule calculee calcules affiche affichee
        affiches envoye envoyee envoyes generé generee generes cree creee crees enregistre* comptabilise* supprime
        supprimee supprimes reste restent duplique* repete* incoherent* obsolete deconnecte* deconnexion* echouee expiree
        trompe mauvais-format superpose* manquent n'apparait cloture* recidive faussee faussees melange* arriere
    """,
    "action": """
        extourner annuler comptabiliser saisir imprimer filtrer ajouter retirer creer supprimer exporter importer
        calculer valider envoyer ouvrir cloturer parametrer configurer reinitialiser activer desactiver copier dupliquer
        transferer transfert attribuer afficher masquer trier regrouper bloquer debloquer rapprocher lettrer facturer
        commander receptionner livrer planifier renommer fusionner archiver remplacer limiter autoriser ajout retrait
        suppression creation activation restaurer restauration copie deplacer imputer ventiler provisionner solder
        rouvrir inventorier consulter scanner formation initier former relancer-of
    """,
}

AREAS = {
    "finance": """
        comptab* compte comptes ecriture ecritures facture factures facturation tva debiteur debiteurs creancier creanciers
        fournisseur-solde paiement paiements banque bancaire bancaires grand-livre bilan bilans cloture-annuelle budget
        budgets periode periodes iban virement virements encaissement* avoir-client note-de-credit immobilisation*
        amortissement* lettrage camt* pain* qr isr bvr devise devises taux analytique centre-de-cout tresorerie caisse
        solde soldes balance journal journaux bouclement consolidation escompte acompte acomptes rappels fiscal* monnaie
        report reports chf eur usd pain.001 camt.053 camt.054 iso20022 sepa lsv dta debit credit honoraires
    """,
    "payroll": """
        salaire salaires salari* paie paies paye avs lpp laa absence absences conge conges vacances employe employes
        collaboratrice swissdec impot-source cotisation cotisations bulletin-de-salaire heures-supplementaires pointage
        pointages timbrage* rh decompte decomptes certificat certificats allocation allocations 13e maladie apg timbreuse
        horaire indemnite indemnites frais
    """,
    "sales": """
        commande commandes offre offres devis vente ventes client clients tarif tarifs prix remise remises rabais livraison
        livraisons bulletin bulletins bl bls contrat contrats abonnement* expedition expeditions colisage confirmation
        commission commissions representant* proforma marge marges tiers
    """,
    "purchasing": "achat achats fournisseur fournisseurs acheteur acheteurs reception receptions appro* demande-d-achat",
    "stock": """
        stock stocks inventaire inventaires article articles lot lots depot depots emplacement emplacements magasin
        magasins mouvement mouvements entree entrees sortie sorties reservation reservations palette palettes serie
        casier casiers valorisation rotation peremption consigne conditionnement picking quantite quantites terminal
        code-barres unite unites
    """,
    "production": """
        production of ofs gamme gammes nomenclature nomenclatures mrp cbn atelier ateliers operation operations poste-de-charge
        machine machines ordonnancement planification besoins besoin-net reglage rebut rebuts fabrication avancement*
        composant composants operatoire cout couts sous-traitance jalonnement capacite capacites planning outillage
    """,
    "after-sales": "sav reparation reparations garantie garanties intervention-technique retour retours maintenance",
    "interfaces": """
        edi interface interfaces import imports importation export exports api orders invoic desadv ordrsp xml csv webshop
        boutique e-commerce eshop passerelle connecteur connecteurs synchronisation webservice ftp sftp excel fichier fichiers
    """,
    "reporting": """
        rapport-de etat etats statistique statistiques liste listes tableau-de-bord bi requete-sql analyse analyses
        indicateur* cube reporting extraction requeteur colonne colonnes graphique*
    """,
    "printing": """
        impression impressions imprimante imprimantes etiquette etiquettes pdf formulaire formulaires modele modeles mise-en-page
        logo apercu papier bac entete pied-de-page zebra gabarit layout
    """,
    "access": """
        acces droit droits login connexion connexions session sessions mot-de-passe mdp compte-utilisateur authentification
        profil profils role roles autorisation* licence licences ldap sso mfa identifiant identifiants administrateur
        administratrice admin permission permissions citrix vpn bureau-a-distance
    """,
    "system": "serveur serveurs base-de-donnees sauvegarde sauvegardes tache taches planificateur job jobs environnement "
    "migration migrations index performance reseau wifi poste-client sql navigateur",
    "portal": "portail notification notifications pieces champ champs fiche fiches saisie date dates langue adresse adresses "
    "numero-de texte description tri filtre filtres recherche bouton onglet calcul calculs",
}

PHRASES = {
    "pointer": """
        suite a notre appel; suite a notre entretien; suite a notre discussion; suite a notre conversation;
        suite a notre echange; suite a notre telephone; suite a notre reunion; suite a notre seance;
        suite a notre rendez vous; suite a notre mail; suite a votre appel; suite a votre mail; suite a votre message;
        suite a mon appel; suite a mon mail; suite a mon message; suite a l appel; suite a la discussion;
        suite a la reunion; suite a l entretien; suite au telephone; suite au mail; suite du mail; suite appel;
        suite de notre; suite entretien; suite discussion; suite telephone; comme discut*; comme convenu*; comme dit;
        comme prevu; comme demande*; comme evoque*; comme mentionne*; comme explique*; comme annonce*; comme vu;
        comme avant; comme hier; comme d habitude; comme la derniere fois; comme la fois; comme la semaine;
        comme le mois; comme l autre; comme toujours; comme precedemment; selon notre; selon mon; selon votre;
        selon appel; selon discussion; selon entretien; selon entente; selon telephone; selon mail; selon annexe;
        selon fichier; meme probleme; meme souci; meme erreur; meme chose; meme question; meme bug; meme demande;
        le meme qu; pareil qu; toujours le meme; toujours la meme; toujours pareil; encore le meme; encore la meme;
        encore pareil; rebelote; c est revenu; ca recommence; ca revient; c est encore; de retour; idem; voir piece*;
        voir pj; voir annexe*; voir fichier; voir capture*; voir screenshot*; voir photo*; voir image*; voir mail;
        voir email; voir message; voir document; voir ci; voir en annexe; voir facture; voir plus bas; voir dessous;
        voir description; voir ecran; cf piece; cf pj; cf annexe; cf capture*; cf ci; cf mail; cf fichier; cf photo;
        cf screenshot; en annexe; ci joint*; en piece jointe; pj; piece jointe; pieces jointes; dont nous avons parle;
        dont on a parle; ce dont; ce qui a ete convenu; ce que nous avons convenu; ce qu on a dit; vous savez;
        il est au courant; elle est au courant; est au courant; sait de quoi; sont au courant
    """,
    "complaint": """
        on attend; nous attendons; j attends; qu on attend; en attente depuis; toujours en attente; toujours pas;
        toujours rien; toujours aucun*; encore rien; pas de reponse; pas de nouvelles; pas de retour; aucune reponse;
        aucune nouvelle; aucun retour; aucune solution; sans reponse; sans nouvelles; ca fait # jours;
        ca fait # semaines; ca fait # mois; cela fait # jours; cela fait # semaines; cela fait # mois;
        ca fait des jours; ca fait des semaines; ca fait une semaine; ca fait un mois; depuis des jours;
        depuis des semaines; depuis des mois; depuis une semaine; depuis trop longtemps; ras le bol; y en a marre;
        en avons marre; en ai marre; c est inadmissible; c est inacceptable; inadmissible; inacceptable; scandaleux;
        intolerable; honteux; lamentable; une honte; un scandale; quand est ce que; quand allez vous; quand aurons nous;
        quand aurai je; quand sera; a quand; combien de temps encore; # eme relance; # e relance; relance;
        deuxieme relance; troisieme relance; deuxieme rappel; troisieme rappel; tres decu*; tres mecontent*;
        personne ne repond; personne ne rappelle; vous ne repondez; service deplorable; reclamation
    """,
    "waiting": """
        depuis # jours; depuis # semaines; depuis # mois; depuis # heures
    """,
    "exaggeration": """
        tout est bloque; tout bloque; tout est arrete; tout est en panne; tout est casse; tout est lent; tout plante;
        tout est plante; plus rien ne; rien ne marche; rien ne va; rien ne fonctionne; rien ne va plus;
        personne ne peut; personne n arrive; on ne peut plus travailler; nous ne pouvons plus travailler;
        impossible de travailler; toute la societe; toute l entreprise; systeme par terre; systeme en panne
    """,
    "urgent": """
        au plus vite; le plus vite possible; des que possible; aussi vite que possible; aussi rapidement que possible;
        dans les plus brefs delais; tout de suite; sans delai; tres urgent; de toute urgence; en urgence;
        haute priorite; en priorite; en toute priorite; priorite 1; priorite haute; prio 1; priorite maximale; p1;
        avant ce soir
    """,
    "two-topics": """
        et aussi; par ailleurs; en outre; d autre part; autre question; autre probleme; autre sujet; autre chose;
        et un autre; et une autre; de plus le; de plus la; de plus les; de plus l; de plus nous; de plus on; en plus le;
        en plus la; en plus les; en plus l; # questions; # problemes; # points a; # sujets; ainsi qu une question
    """,
    "several": """
        deux questions; deux problemes; deux sujets; deux points; trois questions; trois problemes; trois points;
        plusieurs questions; plusieurs problemes; plusieurs points; plusieurs sujets; divers problemes;
        diverses questions; differents problemes; liste de points
    """,
    "change": """
        demande de modification; demande de changement; demande d evolution; demande d amelioration;
        demande d adaptation; demande de developpement
    """,
    "symptom": """
        au lieu de; au lieu du; au lieu d; a la place de; a tort; ne correspond; ne correspondent; ne s ouvre;
        ne s affiche; ne s affichent; ne s imprime; n apparait; n apparaissent; ne se met; ne part; ne prend;
        ne reprend; deux fois; trois fois; ne balance; en trop; en attente; pas pris en compte; hors service
    """,
    "expected": """
        attendu; attendue; attendus; resultat attendu; au lieu de; au lieu du; au lieu d; devrait; devraient; devrions;
        nous attendons; nous voulons; nous souhaitons; nous aimerions; il faudrait; normalement; c est juste;
        a la place; il faut; doit etre; quel est; quelle est; comment; correct serait
    """,
    "steps": """
        etapes; cliquer; clique; cliquez; ouvrir; ouvre; saisir; saisi; saisie; valider; valide; lancer; lance; relance;
        lancee; demarrer; imprimer; selectionner; selectionne; enregistrer; choisir; choisi; modifier; creer; cree;
        importer; importe; en ouvrant; en validant; en imprimant; en cliquant; en saisissant; apres avoir; exemple;
        par exemple; teste; menu; bouton
    """,
    "happened": """
        message; affiche; s affiche; apparait; erreur; vide; vides; refuse; refusee; bloque; bloquee; reste; propose;
        ferme; retourne; indique; calcule; faux; rien ne se passe; disparait; dure; prend
    """,
}
