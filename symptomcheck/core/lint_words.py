"""The words that no text may say: what the wording lint (lint.py) looks for, in each language.

Patterns see the text in lower case, with plain apostrophes, once as written and once with "C.R.S." as "crs".
"""

BANNED: dict[str, dict[str, tuple[str, ...]]] = {
    "en": {
        "names a condition": (
            r"\bcrs\b|\bicans\b|cytokine|neurotox|\bsepsis\b|\bseptic",
            r"\binfections?\b|\binfected\b|\bstrokes?\b|\bseizures?\b|\bneutropeni|\bpneumonia|\bepilep",
            r"\bheart attacks?\b|\bcardiac\b|\bheart failure\b|\bblood clots?\b|\bembolism|\bthrombo",
            r"\bmeningit|\bencephal|\barrhythm|\bh(?:a?)emorrhag|\btoxicit|\brelaps|\ban(?:a?)emi[ac]\b|\bdementia\b",
        ),
        "speaks of a diagnosis other than “This is not a diagnosis”": (r"diagnos",),
        "states a finding": (
            r"(?<!\bdo )(?<!\bif )\byou (?:(?:may|might|could) )?have (?:an? )?"
            r"(?:fever|condition|illness|disease|problem)",
        ),
        "calls something normal": (r"\b(?:ab)?normal",),
        "reassures": (
            r"\bsafe(?:ly)?\b|\bharmless\b|\bnothing to worry\b|\bfine\b|\bgood news\b|\ball[ -]clear\b",
            r"\byou(?:'re| are| seem| look| sound) (?:fine|ok|okay|well|good|stable|all right|alright)\b",
            r"\b(?:doing|going|looking) (?:\w+ )?(?:ok|okay|well|good|great|all right|alright)\b",
            r"\bokay now\b",
            r"\b(?:all|every ?thing)(?: is|'s| looks)? (?:well|good|ok|okay|great|in order|all right)\b",
            r"\b(?:nothing|not|isn't) (?:\w+ )?(?:serious|dangerous|wrong|bad|alarming)\b",
            r"\bno (?:danger|worries)\b",
            r"\b(?:not|don't|no need to|no reason to|never|needn't|stop) (?:be )?worr(?:y|ied|ying)\b",
            r"\brelax\b",
            r"\b(?:no need to|(?:not|don't) (?:need|have) to|need not|needn't) (?:call|phone)\b",
            r"\bout of danger\b|\bin the clear\b|\brest assured\b|\bno cause for\b|\bhealthy\b",
        ),
        "speaks of a score or risk": (
            r"\bscore[sd]?\b|\brisk(?:s|y)?\b|\bprobab|\blikelihood\b|\bunlikely\b",
        ),
        "gives a grade": (r"\bgrade (?:[0-9iv]+|one|two|three|four)\b|\bgrad(?:ed|ing)\b",),
    },
    "es": {
        "names a condition": (
            r"\bcrs\b|\bslc\b|\bicans\b|citocina|citoquina|neurotox|\bsepsis\b|\bséptic",
            r"\binfecci[oó]n(?:es)?\b|\binfectad|\bderrame\b|\bconvulsi|\bneutropeni|\bneumon[ií]a|\bepilep",
            r"\binfarto|\bataque (?:al coraz|card)|\bictus\b|\bembolia|\btrombo|\bco[aá]gulo|\bsepticemia",
            r"\bmeningit|\bencefal|\barritm|\bhemorrag|\btoxicidad|\breca[ií]da|\banemia\b|\bdemencia\b",
        ),
        "speaks of a diagnosis other than “No es un diagnóstico”": (r"diagn[oó]stic",),
        "states a finding": (
            r"(?<!\bsi )\busted (?:puede tener|podría tener|tiene) (?:una? )?(?:fiebre|enfermedad|problema)",
        ),
        "calls something normal": (r"\ba?normal",),
        "reassures": (
            r"\ba salvo\b|\b(?:fuera de|sin) peligro\b|\bes seguro\b|\binofensiv|\bbuenas? noticias?\b",
            r"\bno (?:se|te|debe) (?:preocup|alarm|inquiet|asust)|\btranquil[oa]s?\b|\bsan[oa] y salv[oa]\b",
            r"\bno (?:hay|tiene) (?:nada|motivo|raz[oó]n|por qu[eé]) \w* ?\w* ?(?:preocup|alarm|tem)",
            r"(?<!\bsi no )\best[aá]n? (?:usted |muy |todo )?(?:bien|estable|san[oa])\b",
            r"\bse encuentra (?:muy )?bien\b",
            r"\b(?:todo|usted|va|sigue) (?:está |va |sigue )?(?:muy )?(?:bien|en orden)\b",
            r"\bnada (?:grave|seri[oa]|mal[oa])\b",
            r"\bno (?:es|parece) (?:nada )?(?:grave|seri[oa]|peligros[oa])\b|\bsaludable\b",
            r"\bno (?:hace falta|es necesario|necesita|tiene que|hay que|tiene por qué) (?:llam|preocup)",
        ),
        "speaks of a score or risk": (r"\bpuntaje|\bpuntuaci|\briesgo|\bprobab|\bimprobable",),
        "gives a grade": (r"\bgrado [0-9iv]+\b",),
    },
}
