"""Function words of languages other than English: what begins, ends or names no title, and what may stand inside one.

Besides articles, pronouns and the like these are the auxiliary verbs and the adverbs that every discussion is full of.
"""

from __future__ import annotations

from collections.abc import Mapping


def _sets(lists: Mapping[str, str]) -> Mapping[str, frozenset[str]]:
    return {code: frozenset(words.split()) for code, words in lists.items()}


SMALL_WORDS = _sets(
    {
        "de": """
        der die das den dem des ein eine einen einem einer eines kein keine keinen keinem keiner und oder aber denn sondern
        wenn als ob dass damit weil obwohl während bis seit vor nach bei mit von zu zum zur aus für gegen ohne um durch über
        unter zwischen neben hinter an am auf in im ins ist sind war waren wäre wären sein bin bist hat haben habe hatte hätte
        hätten wird werden würde würden wurde wurden kann können könnte könnten muss müssen soll sollen sollte sollten darf
        dürfen will wollen möchte mag gibt geben geht gehen macht machen kommt kommen lässt lassen ich du er sie es wir ihr mich
        dich sich uns euch ihn ihm ihnen mein meine meinen meinem meiner
        meines dein deine deinen deinem deiner deines seine seinen seinem seiner seines unser unsere unseren unserem unserer
        unseres euer eure euren eurem eurer ihre ihren ihrem ihrer ihres man wer was wie wo wann warum welche
        welcher welches dieser diese dieses diesen diesem jener jene jenes jenen jenem jeder jede jedes jeden jedem alle allen alles viele vielen viel wenig wenige
        mehr meist meisten etwas nichts nicht nie immer nur noch schon auch sehr so ganz gar doch ja nein mal eben halt hier
        dort da dann jetzt heute endlich wieder einfach eigentlich natürlich vielleicht leider wirklich gerne gern lieber
        besser gut schlecht groß klein neue neuen anderen andere anders einige einzige einziger eigene eigenen mindestens
        kaum ohnehin allein zwei drei vier fünf zwanzig jahr jahre jahren tag tage tagen zeit woche wochen monat monate monaten leute menschen finde denke
        glaube meine tun tut sei beim vom ab weg her hin dazu dabei davon dafür dagegen daran darauf darin daher deshalb
        also außerdem trotzdem sonst statt sogar bereits zurück deren dessen denen zumindest überhaupt genau gleich oft""",
        "fr": """
        le la les un une des du de au aux et ou mais donc or ni car si que qui quoi dont où quand comme comment pourquoi
        lorsque puisque parce ce cet cette ces celui celle ceux ça cela mon ma mes ton ta tes son sa ses notre nos votre vos
        leur leurs je tu il elle on nous vous ils elles me te se lui en y ne pas plus moins jamais rien personne aucun aucune
        tout tous toute toutes chaque quelque quelques plusieurs même autre autres à dans sur sous par pour avec sans entre
        vers chez contre depuis pendant avant après dès jusque jusqu est sont était étaient sera serait soit être été suis
        sommes a ai as ont avons avez avait avaient aurait avoir eu fait faire font fais va vont aller peut peuvent pouvoir
        pourrait doit doivent devoir devrait devraient faut faudrait veut veulent vouloir voudrais vient dire dit très trop
        bien mal peu beaucoup assez encore déjà toujours souvent aussi ainsi alors puis ici là non oui presque surtout
        seulement vraiment peut-être davantage meilleur mieux bon bonne grand grande petit petite nouveau nouvelle seul seule
        deux trois quatre cinq ans année années jour jours semaine semaines mois temps gens plupart chose choses pense trouve crois""",
        "es": """
        el la los las lo un una unos unas de del al a ante bajo con contra desde en entre hacia hasta para por según sin sobre
        tras durante y e o u pero mas sino que quien quienes cual cuales cuando donde como cuanto porque pues si aunque
        mientras este esta estos estas ese esa esos esas aquel aquella esto eso mi mis tu tus su sus nuestro nuestra nuestros
        nuestras yo tú él ella nosotros ellos ellas usted ustedes me te se le les nos no ni nunca nada nadie ningún ninguna
        algo alguien algún alguna algunos algunas todo toda todos todas cada mismo misma otro otra otros otras mucho mucha
        muchos muchas poco poca pocos más menos muy tan tanto demasiado bastante ya aún todavía siempre también tampoco así
        aquí allí ahora hoy solo sólo casi sobre todo es son era eran fue ser sea sería está están estar estaba he ha han hay
        había haber tiene tienen tener tenía hace hacen hacer va van ir puede pueden poder podría debe deben debería deberían
        habría quiere quisiera creo pienso bien mal mejor peor bueno buena gran grande grandes pequeño pequeña nuevo nueva dos
        tres cuatro cinco año años día días semana semanas mes meses vez veces mayoría gente cosa cosas tiempo""",
        "pt": """
        o a os as um uma uns umas de do da dos das em no na nos nas ao à aos às por pelo pela pelos pelas para com sem sob
        sobre entre até desde contra e ou mas nem que quem qual quais quando onde como quanto porque pois se embora enquanto
        este esta estes estas esse essa esses essas isto isso aquele aquela meu minha seu sua seus suas nosso nossa eu tu ele
        ela nós eles elas me te lhe lhes não nunca nada ninguém nenhum nenhuma algo alguém algum alguma alguns algumas todo
        toda todos todas cada mesmo mesma outro outra outros outras noutras muito muita muitos muitas pouco poucos mais menos
        demais demasiado bastante já ainda sempre também assim aqui ali agora hoje só apenas quase sobretudo é são era eram foi
        ser seja seria está estão estar tem têm ter tinha tinham há haver havia faz fazem fazer vai vão ir pode podem poder
        podia deve devem devia deviam dever quer queria acho penso bem mal melhor pior bom boa grande grandes pequeno pequena
        novo nova própria próprio dois duas três quatro cinco ano anos dia dias semana semanas mês meses vez vezes maioria gente coisa coisas tempo""",
        "it": """
        il lo la i gli le l un uno una di del dello della dei degli delle a al allo alla ai agli alle da dal dalla in nel nella
        nei nelle con su sul sulla per tra fra e o ma se che chi cui quale quali quando dove come quanto perché mentre anche
        questo questa questi queste quello quella quelli mio mia tuo suo sua nostro nostra loro io tu lui lei noi voi mi ti si
        ci vi ne non mai niente nulla nessuno nessuna qualcosa qualcuno alcuni alcune tutto tutta tutti tutte ogni stesso altro
        altra altri altre molto molta molti molte poco pochi più meno troppo già ancora sempre così qui ora oggi solo quasi è
        sono era erano essere sia sarebbe ha ho hanno avere aveva fa fanno fare va può possono potere potrebbe deve devono
        dovere dovrebbe vuole credo penso bene male meglio buono grande piccolo nuovo due tre anno anni giorno settimana mese volta cosa""",
        "nl": """
        de het een en of maar want dus als dat die dit deze wie wat waar wanneer waarom hoe ik jij je hij zij ze wij we jullie
        mij me ons hun hen mijn jouw zijn haar onze van voor met zonder bij tot aan op in uit over onder tussen naar door om te
        ten niet geen nooit altijd al nog ook alleen maar veel weinig meer minder meeste meest heel erg te zo hier daar nu dan
        is was waren ben zijn wordt worden heeft hebben had kan kunnen moet moeten mag zou zouden zal gaat gaan doet komt vind
        denk goed beter slecht groot klein nieuwe andere alle elk elke iedereen niemand iets niets twee drie jaar dag week maand tijd mensen""",
        "pl": """
        i a w we z ze na do od po za o u przy przez dla bez nad pod przed między oraz lub albo ale więc że żeby aby jeśli gdy
        kiedy gdzie jak co kto który która które którzy ten ta to te tego tej tym ja ty on ona my wy oni się mnie mi nas nam ich
        jego jej mój nasz swój nie nigdy nic nikt żaden każdy wszystko wszyscy wiele dużo mało więcej mniej bardzo tak też tylko
        już jeszcze zawsze tu tam teraz jest są był była było być będzie ma mają mieć może mogą można trzeba powinien powinna
        powinno powinny chce myślę dobrze dobry nowy dwa trzy rok lat dzień czas ludzie""",
        "tr": """
        ve veya ama fakat ki da de ile için gibi kadar göre sonra önce daha en çok az bu şu o bir her hiç bazı tüm bütün ben sen
        biz siz onlar ne nasıl neden kim nerede mi mı mu mü değil var yok olan olarak olmak oldu olur ise bile sadece artık hep
        şimdi burada şey zaman gün yıl insan insanlar iyi kötü büyük küçük yeni bence gerek gerekir lazım""",
        "ru": """
        и а но или да не ни что чтобы как когда где кто который которая которые если же ли бы то так там тут это этот эта эти
        тот та те я ты он она оно мы вы они меня мне нас нам вас их его её ему им мой наш свой себя в во на с со к ко от до из у
        о об по за для без при про над под между через после перед быть был была было были есть будет нет может можно надо нужно
        должен должна должно должны хочу думаю считаю очень больше меньше много мало ещё уже только даже тоже также всегда
        никогда ничего никто все всё весь каждый другой самый такой два три год лет день время люди человек""",
        "ar": """
        في من إلى على عن مع بين حتى منذ قبل بعد عند لدى ل ب ك و أو ثم لكن لأن أن إن إذا لو كل كلما بعض غير أي ما من الذي التي
        الذين هذا هذه ذلك تلك هو هي هم نحن أنا أنت لا لم لن ليس ليست ليسوا كان كانت يكون تكون تكونان سوف قد هناك هنا أيضا جدا
        فقط أكثر أقل كثير كثيرا قليل القليل مثل حول ضد دون يجب ينبغي يمكن نحتاج أحد شيء شيئا إلا أما أبدا لنا لها له عليه علينا
        معها فيها فيه يوم اليوم الأيام الأسبوع شهورا عام سنة مرة مرتين وقت وقتا أخرى آخر واحد واحدة الحالية كبير كبيرا صغير حيث كيف متى لماذا
        فلماذا وليس سيجد ستكون ستكونان صرنا لمن تملك كاملة كامل تقريبا معظم المزيد خاصة""",
        "sv": """
        och att det som inte en ett är var på för av med den de har hade vi jag du han hon ni ska skulle kan måste till från om
        men eller så när hur vad vem alla mycket mer mindre bara också redan alltid aldrig här där nu bra bättre ny stor liten
        finns blir år dag tid folk man""",
        "da": """
        og at det som ikke en et er var på for af med den de har havde vi jeg du han hun skal skulle kan må til fra om men eller
        så når hvordan hvad hvem alle meget mere mindre kun også allerede altid aldrig her der nu god bedre ny stor lille bliver
        år dag tid folk man""",
    }
)
# Between two words of a title.
LINKS = _sets(
    {
        "de": "der des von vom für und im in zum zur am mit ohne bei aus gegen über",
        "fr": "de du des à au aux la le les en et pour sans sur dans avec par entre",
        "es": "de del la el los las en y a al por para con sin entre sobre",
        "pt": "de do da dos das e em no na nos nas por para com sem ao à entre sobre",
        "it": "di del della dei degli delle e in nel nella per con senza a al alla da sul sulla",
        "nl": "van de het een en in op voor met zonder bij aan",
    }
)
ALL_LINKS = frozenset[str]().union(*LINKS.values())
ARTICLES = frozenset(
    "le la les el los las lo il gli o os as het een".split()
)  # ("a", "de" and "des" are prepositions, too)
# Right before a thing: an article, a possessive, a preposition that no verb follows.
BEFORE_A_THING = _sets(
    {
        "fr": "le la les un une des du au aux l ce cet cette ces mon ma mes son sa ses notre nos votre vos leur leurs d",
        "es": "el la los las un una unos unas del al este esta estos estas su sus nuestro nuestra nuestros nuestras con",
        "pt": "o a os as um uma uns umas do da dos das no na nos nas ao à aos às pelo pela este esta seu sua seus suas",
        "it": "il lo la i gli le l un uno una del dello della dei degli delle al alla ai nel nella nei sul sulla questo questa dell all nell sull dall quest",
        "nl": "de het een dit deze mijn onze hun geen",
    }
)
