"""First names that stand alone in subjects ("For Peter"); the common ones of the four language regions."""

from guichet.intake.coach_words import words

FIRST_NAMES = words("""
    adrian adriano agnes alain albert alberto alessandra alessandro alessia alex alexander alexandra alexandre alice aline
    andrea andreas andree anja anna anne annette antoine anton antonella antonio arnaud arthur astrid aurelie barbara beat
    beatrice beatrix benjamin benoit bernard bernhard bettina bianca bob brian brigitte bruno camille carla carlo carmen
    carole caroline catherine cecile celine chantal charles charlotte chiara christa christian christiane christina christine
    christof christophe christopher claire claude claudia claudine claudio corinne cristina cyril daniel daniela daniele
    danielle dario david davide delphine denis denise diana didier dieter dominique donato doris eduard edith elena
    eleonora eliane elisa elisabeth elisabetta elise emanuela emily emma emmanuel enrico enzo eric erica erich erika ernst
    esther eva evelyne fabian fabienne fabio fabrice fabrizio federica federico felix fiona florence florian francesca
    francesco franck francois francoise frank franz franziska fred frederic fritz gabriel gabriela gabriele gabriella gaby
    genevieve georg george georges gerard gerda gerhard gian gianni giorgia giorgio giovanna giovanni giulia giuliano
    giuseppe gregory guido guillaume guy hannah hans hansruedi harald harry heidi heike heinz helen helena helene helga
    henri henry herbert hubert hugo ilaria ines ingrid irene iris isabel isabella isabelle ivan ivo jack jacqueline jacques
    jakob james jan jane janine jean jeanne jennifer jens jeremy jerome jessica joachim joelle johanna john jonas jorg
    josef joseph josiane juan judith julia julie julien jurg jurgen karin karl karoline katharina kathrin katja kevin klaus
    konrad kurt lara laura laurence laurent lea leo leon lena lisa livia lorenzo loris luc luca lucas lucia lucie luigi luis
    lukas lydia madeleine magali manfred manuel manuela marc marcel marcello marco marcus margrit maria marianne marie mario
    marion markus martha martin martina martine massimo mathieu mathilde matteo matthias matthieu maurice maurizio mauro max
    melanie michael michaela michel michela michele micheline michelle mike miriam monica monika monique myriam nadia nadine
    nancy natalie natascha nathalie nicola nicolas nicole nina noah noemi nora norbert oliver olivia olivier oscar paola paolo
    pascal pascale patricia patrick patrizia patrizio paul paula pauline peter petra philip philipp philippe pia pierre
    pietro priska rachel rafael raffaele rainer ralf ralph raphael raymond rebecca regina regula reinhard remo renate renato
    rene reto ricardo riccardo richard rita robert roberta roberto roger roland rolf romain roman romina rosa rosmarie
    ruedi rudolf ruth sabina sabine sabrina samuel sandra sandrine sandro sara sarah sebastian sebastien serge sergio
    severin sibylle silvan silvia silvio simon simona simone sonia sonja sophie stefan stefania stefanie stefano stephan
    stephane stephanie steve steven susan susanna susanne suzanne sven sylvain sylvia sylvie tamara tanja tania teresa theo
    therese thierry thomas tim tina tobias tom tommaso toni tony urs ursula ute valentina valeria valerie vanessa vera
    verena veronica veronika veronique vincent vincenzo virginie vittorio viviane walter werner wilhelm william willi xavier
    yann yannick yolanda yvan yves yvonne
""")
