"""Answers that arrive in people's words, taken over as answers of a fault model's questions.

Beside `<test>=<choice>` and `<repair>=<outcome>` three keys tell what was seen without knowing the questions:

    lamp:ALM=red flash        one lamp; several may be told, each on its own
    alarm=COVP                a code, name or alias of an alarm, or its fact id
    said=ALM flashes red, won't discharge      a sentence, such as a ticket

What is certain wins: an answer to a question stays as it is whatever a sentence says. `read` names what was taken
over as what, and what was not understood; nothing is guessed where several choices fit equally, except that lamps
told in part are taken as "one of these pictures" (`a|b`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache, partial

import numpy as np

from kb.bundle.kept import kept
from kb.bundle.store import KnowledgeBase
from kb.curation.fault_steps import lamps_of
from kb.diagnose import danger, words
from kb.diagnose.belief import row
from kb.diagnose.known import AlarmName, expanded, known, stems_of, vocabulary_of
from kb.diagnose.model import Model, Probe
from kb.model.facts import Alarm, Lamp

LAMP, ALARM, SAID = "lamp:", "alarm", "said"
_STANDS_OUT = 4.0  # an alarm's answer must be this many times likelier for its own causes than for the others
_SURE = 0.5  # and at least this likely for them
_LABEL = 0.75  # a sentence that holds this share of a label's words means it
_NEGATIONS = frozenset(["no", "not", "without", "never", "any", "isn", "nor"])
_REACH = 3  # words between a negation and what it denies
_A_LINE = 8  # words up to which a sentence is an answer about lamps, not a letter about a house
_HEARD_KEPT = 256  # sentences that are remembered with what was read in them


@dataclass(frozen=True)
class Taken:
    """Something told that was taken over as an answer: `key` and `value` as told, `id` and `answer` as taken."""

    key: str
    value: str
    id: str
    answer: str
    label: str


@dataclass(frozen=True)
class Unclear:
    """Something told that was not taken over, and why."""

    id: str
    answer: str
    why: str


@dataclass
class Reading:
    """What a model can make of what was told. `answers` keep their order; unknown keys stay, for the session to name."""

    answers: dict[str, str] = field(default_factory=dict)
    taken: list[Taken] = field(default_factory=list)
    unclear: list[Unclear] = field(default_factory=list)


def is_words(key: str) -> bool:
    """Return whether a key tells what was seen, rather than answering a question."""
    return plain_key(key) in {ALARM, SAID} or key.strip().lower().startswith(LAMP)


def plain_key(key: str) -> str:
    """Return a key in the form of ids: `Dc_Light ` → `dc-light`."""
    return re.sub(r"[\s_]+", "-", key.strip().lower())


def read(kb: KnowledgeBase, model: Model, answers: Mapping[str, str]) -> Reading:
    """Return the answers that this model can use, what was taken over from words, and what was not understood."""
    out = Reading()
    by_ask = {words.plain(p.ask): p.id for p in model.probes}
    seen: dict[str, words.Look] = {}
    told: dict[str, str] = {}
    for key, value in answers.items():
        name = key if model.probe(key) is not None or model.fix(key) is not None else plain_key(key)
        name = by_ask.get(words.plain(key), name)
        if model.probe(name) is not None or model.fix(name) is not None:
            out.answers[name] = _answer(kb, model, name, value, key, out)
        elif not is_words(key):
            out.answers[key] = value
        elif name.startswith(LAMP):
            told[key] = value
            look = words.look(value, vocabulary_of(kb).colors, vocabulary_of(kb).patterns)
            lamp = _indicators(kb, model).get(words.plain(key.strip()[len(LAMP) :]))
            if lamp is None or look == words.Look():
                out.unclear.append(Unclear(key, value, _why_lamp(kb, model, lamp)))
            else:
                seen[lamp] = look
    _lamps(kb, model, seen, told, out)
    for key, value in answers.items():
        if plain_key(key) == ALARM and model.probe(ALARM) is None:
            _alarm(kb, model, key, value, out)
        elif plain_key(key) == SAID and model.probe(SAID) is None:
            _sentence(kb, model, key, value, out)
    return out


def _answer(kb: KnowledgeBase, model: Model, name: str, value: str, key: str, out: Reading) -> str:  # noqa: PLR0917 - what was told, and where it goes
    """Return the choice that a value means; as it is when it means none, so that the session says what there is."""
    place = model.probe(name)
    if place is None:
        fix = model.fix(name)
        found = words.repair_outcome(model.fixes[fix], value) if fix is not None else None
        label = found or ""
    else:
        probe = model.probes[place]
        found = words.choice(probe, value) if probe.kind != "lamp" or probe.places(value) else None
        if found is None and probe.kind == "lamp":
            found = _picture(kb, model, probe, value) or words.choice(probe, value)
        label = " or: ".join(probe.options[n].label for n in probe.places(found or ""))
    if found is None:
        return value
    if found != value.strip() or name != key:
        out.taken.append(Taken(key, value, name, found, label))
    return found


def _indicators(kb: KnowledgeBase, model: Model) -> dict[str, str]:
    """Return every name of a lamp that the model's lamp tests show: the panel's, its label, and its short forms."""
    out: dict[str, str] = {}
    shown = {x.indicator for p in model.probes if p.kind == "lamp" for ls in _pictures_of(kb, p) for x in ls}
    for device in model.source.devices:
        panel = kb.devices[device].panel if device in kb.devices else None
        for lamp in panel.lamps if panel else ():
            if lamp.name in shown:
                for part in (lamp.label, lamp.label.split()[0]):
                    out.setdefault(words.plain(part), lamp.name)
    out.update({words.plain(x): x for x in shown})
    out.update({f"{words.plain(x)} {w}": x for x in shown for w in ("led", "lamp", "light", "indicator")})
    return out


def _pictures_of(kb: KnowledgeBase, probe: Probe) -> list[tuple[Lamp, ...]]:
    return [lamps_of(kb.facts.get(o.facts[0])) if o.facts else () for o in probe.options]


def _picture(kb: KnowledgeBase, model: Model, probe: Probe, value: str) -> str | None:
    """Return the pictures of a lamp test that a description fits."""
    book = vocabulary_of(kb)
    pictures = _pictures_of(kb, probe)
    shown = {x.indicator for p in pictures for x in p}
    names = {k: v for k, v in _indicators(kb, model).items() if v in shown and " " not in k}
    seen = words.lamps_in(value, names, book.colors, book.patterns)
    if not seen and words.all_dark(value):
        seen = dict.fromkeys(shown, words.Look(None, "off"))
    elif not seen and len(shown) == 1:
        seen = {next(iter(shown)): words.look(value, book.colors, book.patterns)}
    fits = words.pictures(pictures, seen)
    return probe.name(fits) if fits else None


def _why_lamp(kb: KnowledgeBase, model: Model, lamp: str | None) -> str:
    have = ", ".join(sorted(set(_indicators(kb, model).values()))) or "none"
    if lamp is None:
        return f"the lamps asked for here are {have}"
    return "say off, on or flashing, and the colour, as in lamp:ALM=red flash"


def _lamps(
    kb: KnowledgeBase, model: Model, seen: Mapping[str, words.Look], told: Mapping[str, str], out: Reading
) -> None:
    """Answer the lamp tests that the lamps seen speak of."""
    used: set[str] = set()
    names = _indicators(kb, model)
    for probe in model.probes if seen else ():
        pictures = _pictures_of(kb, probe)
        shown = {x.indicator for p in pictures for x in p} & set(seen)
        fits = words.pictures(pictures, seen) if probe.kind == "lamp" and probe.id not in out.answers else ()
        if fits:
            used |= shown
            keys = [k for k in told if names.get(words.plain(k.strip()[len(LAMP) :])) in shown] or list(told)
            label = " or: ".join(probe.options[n].label for n in fits)
            value = "; ".join(f"{k.strip()[len(LAMP) :]} {told[k]}" if k in told else k for k in keys)
            out.answers[probe.id] = probe.name(fits)
            out.taken.append(Taken(", ".join(keys), value, probe.id, probe.name(fits), label))
    for key, value in told.items():
        lamp = names.get(words.plain(key.strip()[len(LAMP) :]))
        if lamp in seen and lamp not in used:
            out.unclear.append(Unclear(key, value, "no picture in the manual looks like this, or all of them do"))


def alarms_named(kb: KnowledgeBase, model: Model, value: str) -> list[Alarm]:
    """Return the alarms of the model's devices with this id, code, name or alias."""
    said = words.plain(value)
    found: list[Alarm] = []
    for fact, names in known(kb).alarms:
        if set(fact.devices) & set(model.source.devices):
            short = fact.id.split("/")[-1].partition("@")[0]
            if said in {words.plain(fact.id), words.plain(short), *(n.plain for n in names)}:
                found.append(fact)
    return found


def _alarm(kb: KnowledgeBase, model: Model, key: str, value: str, out: Reading) -> None:
    found = alarms_named(kb, model, value)
    if not found:
        out.unclear.append(Unclear(key, value, "the manual of this device names no such alarm"))
    elif not _take_alarm(model, found, key, value, out):
        out.unclear.append(Unclear(key, value, "no question about this complaint tells this alarm from the others"))


def _take_alarm(model: Model, found: list[Alarm], key: str, value: str, out: Reading) -> bool:
    """Answer the question that tells the causes of these alarms best from all others."""
    ids = {f.id for f in found}
    inside = np.array([bool(ids & set(c.cites)) for c in model.source.causes] + [False])
    if not inside.any():
        return False
    best: tuple[float, Probe, tuple[int, ...]] | None = None
    for probe in model.probes:
        table = probe.likelihood
        places = tuple(sorted({int(n) for n in table[:, inside].argmax(axis=0)}))
        likely = row(model, model.probes.index(probe), places)
        own, rest = float(likely[inside].mean()), float(likely[~inside].mean())
        if own >= _SURE and (best is None or own / rest > best[0]):
            best = own / rest, probe, places
    if best is None or best[0] < _STANDS_OUT:
        return False
    _, probe, places = best
    if probe.id not in out.answers:
        label = " or: ".join(probe.options[n].label for n in places)
        out.answers[probe.id] = probe.name(places)
        out.taken.append(Taken(key, value, probe.id, probe.name(places), label))
    return True


@dataclass(frozen=True)
class _Of:
    """A model by its questions: one with another prior reads a sentence in the same way."""

    probes: tuple[Probe, ...]
    model: Model = field(compare=False)


def _sentence(kb: KnowledgeBase, model: Model, key: str, text: str, out: Reading) -> None:
    """Take over what a sentence says: danger, lamps, alarms, and choices whose words stand in it."""
    # A ticket is read again with each answer that was found in it, and by each complaint twice.
    heard = kept(kb, _sentence, lambda: lru_cache(maxsize=_HEARD_KEPT)(partial(_heard, kb)))
    found = heard(_Of(model.probes, model), key, text, frozenset(out.answers))
    out.answers |= found.answers
    out.taken += found.taken
    out.unclear += found.unclear


def _heard(kb: KnowledgeBase, of: _Of, key: str, text: str, answered: frozenset[str]) -> Reading:
    """Return what a sentence adds to what is answered; the same for the same words."""
    model, out = of.model, Reading(answers=dict.fromkeys(answered, ""))
    book = vocabulary_of(kb)
    names, colors = kept(kb, (_lamp_names, of), lambda: _lamp_names(kb, model))
    lit = words.with_lamps_named(text, names, colors, book.colors)
    seen = words.lamps_in(lit, names, book.colors, book.patterns)
    if not seen and words.all_dark(text, letter=len(text.split()) > _A_LINE):
        seen = dict.fromkeys(names.values(), words.Look(None, "off"))
    fresh = Reading(answers=dict(out.answers))
    _lamps(kb, model, seen, {key: text}, fresh)
    out.taken += [Taken(key, text, t.id, t.answer, t.label) for t in fresh.taken]
    out.answers |= {t.id: t.answer for t in fresh.taken}
    stems = stems_of(text)
    mine = set(model.source.devices)
    for fact, names_of in known(kb).alarms:
        if mine & set(fact.devices):
            hit = next((n.plain for n in names_of if _names_alarm(n, stems)), None)
            if hit is not None:
                _take_alarm(model, alarms_named(kb, model, hit), key, text, out)
    long = stems_of(expanded(kb, text))
    dangers = danger_tests(model)
    for probe in model.probes:
        if probe.kind != "lamp" and probe.id not in out.answers:
            if probe.id in dangers:
                choices = [o.id for o in probe.options if o.id != "no"]
                found = danger.choice(kb, text, choices, partial(danger_words, probe))
            else:
                found = _choice_in(probe, stems, long)
            if found is not None:
                option = next(o for o in probe.options if o.id == found)
                out.answers[probe.id] = found
                out.taken.append(Taken(key, text, probe.id, found, option.label))
    if not out.taken:
        out.unclear.append(Unclear(key, text, "no lamp, alarm or answer of this complaint was recognised in it"))
    return Reading({n: a for n, a in out.answers.items() if n not in answered}, out.taken, out.unclear)


def _lamp_names(kb: KnowledgeBase, model: Model) -> tuple[dict[str, str], dict[str, set[str | None]]]:
    """Return a model's lamps by each single word for them, and the colours that each lamp may show."""
    shown = [x for p in model.probes if p.kind == "lamp" for ls in _pictures_of(kb, p) for x in ls]
    colors: dict[str, set[str | None]] = {}
    for lamp in shown:
        colors.setdefault(lamp.indicator, set()).add(lamp.color)
    return {k: v for k, v in _indicators(kb, model).items() if " " not in k}, colors


def _names_alarm(name: AlarmName, stems: list[str]) -> bool:
    return (len(name.stems) > 1 or name.code) and words.mentions(stems, name.stems) is not None


def danger_tests(model: Model) -> frozenset[str]:
    """Return the tests whose answers may stop everything at once."""
    return frozenset(t for d in model.dangers if d.stop for t in d.when)


def without_harmless(text: str) -> str:
    """Return a text in lower case without what sounds like danger and is none: smoke detectors, lamps that burn, connections that drop.

    >>> without_harmless("the smoke detector beeps").split()
    ['the', 'beeps']
    """
    return _HARMLESS.sub(" ", _SENTENCE.sub(_calmed, text.lower()))


def _calmed(sentence: re.Match[str]) -> str:
    """Return a sentence without the breath that heat or dust takes, and without gas that is burnt for light or heat."""
    said = sentence[0]
    if _STUFFY.search(said) and not _FUMES.search(said):
        said = _NO_BREATH.sub(" ", said)
    return said if _ESCAPES.search(said) else _GAS.sub(" ", said)


def danger_words(probe: Probe, text: str) -> danger.Words:
    """Return the danger of which a sentence says most and does not deny, or that it only denies some."""
    stems = [words.stem(w) for w in words.plain(without_harmless(text)).replace("/", " ").split()]
    named = {
        o.id: frozenset((*words.content(o.id.replace("-", " ")), *words.content(o.label))) - _COMMON
        for o in probe.options
        if o.id != "no"
    }
    shared = Counter(w for own in named.values() for w in own)

    hurt = {i for i in named if _HURT.search(next(o.label for o in probe.options if o.id == i))}

    def says(i: str) -> tuple[int, bool, float, float]:
        # "Leaked into the eyes": of dangers said alike, who is hurt, then the one with words of its own, then the one with the least unsaid.
        own = named[i]
        held = [w for w in own if _said(w, stems)]
        harmed = i in hurt and any(shared[w] == 1 for w in held)
        return len(held), harmed, round(sum(1 / shared[w] for w in held), 6), len(held) / max(1, len(own))

    best = max(named, key=says, default=None)
    if best is not None and says(best)[0] > 0:
        return danger.Words(best)
    return danger.Words(None, any(w in stems for own in named.values() for w in own))


def _choice_in(probe: Probe, stems: list[str], long: list[str]) -> str | None:
    """Return the one choice that a sentence names; the manuals' words (`long`) may help, people's own must lead."""
    scores: list[tuple[float, str]] = []
    for option in probe.options:
        name = words.content(option.id.replace("-", " "))
        label = words.content(option.label)
        shared = sum(w in long for w in label)
        held = shared / len(label) if shared > 1 and set(label) & set(stems) else 0.0
        if name and all(_said(w, stems) for w in name):
            held = max(held, 1.0)
        if held >= _LABEL:
            scores.append((held + len(label) / 100, option.id))
    scores.sort(key=lambda s: -s[0])
    clear = scores and (len(scores) == 1 or scores[0][0] - scores[1][0] > 0.005)  # noqa: PLR2004 - no tie
    return scores[0][1] if clear else None


_HARMLESS = re.compile(
    r"\b(hot water|water[- ](heater|pump|tank|boiler|bowl|bottle|bill|meter|butt|bucket|off)s?|(smoke|fire)[- ](alarm|detector)s?|firewall"
    r"|gas (boiler|heating|heater|stove|cooker|hob|bill|grill|meter|station|price|company|man)s?|natural gas"
    # What is there in case of a fire, what is put out with, and who smokes or has a stove.
    r"|fire[- ](protection|safety|insurance|doors?|blankets?|rating|class|regulations?|inspector|officer|drill|place|pit|wood)"
    r"|(?<!used a )(?<!used the )fire[- ]extinguishers?|(foam|powder|co2|sand)\W+(\w+\W+){0,4}water|water\W+(\w+\W+){0,4}(foam|powder|co2)"
    r"|(camp|wood|log|open|bon)[- ]?fires?|by the fire|fir(e|es|ed|ing) (it |them |the \w+ )?up"
    r"|smok(ed|ing) (salmon|ham|fish|sausages?|room|area)|swallows|no smoking|for a smoke|smoke break"
    # Who smokes, and where: no thing stands between the person and the smoke.
    r"|(who|he|she|they|m[ae]n|gentlem[ae]n|fitters?|partners?|installers?|technicians?|electricians?|workers?|guys?|chaps?|lads?|boys?|colleagues?)\b"
    r"(?:(?!\b(?:it|that|says?|said|told|batter\w+|inverters?|box\w*|units?|chargers?|packs?|systems?|storage|device|cables?)\b)[^.!?;]){0,90}?"
    r"\bsmok(ed|es|ing) (in|at|on|by|out|all|under|behind|the whole|his|her|their|one|cigar\w*)"
    r"|smok(ed|es|ing) (at|by|beside|near|next to|out of|outside|in front of|under) (the|my|our|an?|his|her)( \w+){0,2}"
    r" (windows?|doors?|gate|porch|terrace|balcony|garden|fence|entrance|van|car)"
    # What pleases an eye, and who keeps one on it.
    r"|(nice|nicer|good|better|pleasant|pleasing|easier|ugly|best)\W+(for|to|on)\W+(the|my|our|his|her|your) eyes?"
    r"|(keep|keeps|keeping|kept|have|had|cast)\W+(\w+\W+){0,2}eyes? (on|open|out)|eye[- ](level|height|catcher|sore)s?|(own|naked) eyes?"
    r"|(earth |residual )?leakage (current|protection|breaker)"
    # A lamp that burns is lit.
    r"|(alm|alarm|leds?|lamps?|lights?|run|soc|indicators?)\W+(\w+\W+){0,2}burn(s|t|ing)?"
    r"|burn(s|ing)? (red|green|blue|orange|yellow|white|permanent\w*|steady|steadily|constant\w*)"
    # "Nothing smells burnt", said without a stop between: what is not there.
    r"|nothing (smells?|smelt|smelled|is|was|looks?|looked|feels?|felt|seems?|got|has been|even) (\w+ )?"
    r"(burn\w*|smok\w*|leak\w*|wet|damaged|swollen|odd|strange|hot|warm)|nothing (burns?|burnt|burned|burning|leaks?|leaked|smokes?|smoked)"
    # "Is it damaged by now?" asks; "it is damaged" tells.
    r"|(is|are|was|has|have|could|can|might|will|would|did) (it|that|this|they)"
    r" (be |get |got |been |perhaps |maybe |already |now )*(damaged|damage|harmed)"
    # What is damaged besides the battery is no danger of the battery's.
    r"|(ports?|sockets?|plugs?|cables?|labels?|cartons?|displays?|files?|sensors?|rs-?485\w*|com\w*|lan|usb|antennas?|sim)\W+(\w+\W+){0,2}damaged"
    r"|damaged (the )?(ports?|sockets?|plugs?|labels?|cartons?|displays?|files?|sensors?)|(everything|all|house|output|loads?|system) dropped"
    # A place that is wet at times, so that something is hung higher.
    r"|gets?\W+(\w+\W+){0,3}water\W+(now and then|sometimes|at times|so|often|every|in (spring|autumn|winter|summer))"
    # How far it is to the sea, and what somebody washed with.
    r"|(wash\w*|rins\w*|clean\w*)\W+(\w+\W+){0,4}water|like (running |flowing )?water|running water (back|effect|light|look|mode|pattern)"
    r"|(from|down|way|walk|path|steps|view|runs?|goes)\W+(\w+\W+){0,3}to the water(?!\W+(heater|tank|pump|got|in\b))"
    r"|by the water|waterfront|water'?s edge"
    r"|(distance|close|closer|far|near|away|metres|meters|m)\W+((to|from|the|a|salt|sea|open)\W+){1,4}water"
    r"(?!\W+(got|gets|get|in|into|leak\w*|came|comes|ran|runs|damage|heater|tank|pump))"
    # A voltage or a connection that drops is nothing that fell.
    r"|(voltage|temperatures?|prices?|connection|signal|power|soc|percentage|level|network|current|link|wi-?fi|wlan|pack)\W+(\w+\W+){0,2}drop(s|ped|ping)?"
    r"|drop(s|ped|ping)? (out|off|off-?line|to|below|under|very|too|in|by|again)|drop(s|ped|ping)? the (connection|load|network|link))\b"
)
_HURT = re.compile(r"\b(?:somebody|eyes?|skin|swallowed|breathed)\b", re.IGNORECASE)
_SENTENCE = re.compile(r"(?:[^.!?\n]|\.(?=\w))+")
# Who breathes with difficulty says I, he or she; of a hot shed people say you and one.
_NO_BREATH = re.compile(
    r"\b(?:(?:you|one)\W+(?:can'?t|cannot|can not|can hardly|could hardly) breathe|hard to breathe in there)\b"
)
_STUFFY = re.compile(r"\b(?:hot|heat|hotter|warm|stuffy|dust\w*|sauna|oven|degrees|summer|sun|air ?less|tin)\b")
_FUMES = re.compile(
    r"\b(?:smok\w*|smell\w*|stink\w*|stench|odou?r|fumes?|gas\w*|acrid|sharp|burn\w*|chemical\w*|steam\w*|batter\w+|packs?|cells?)\b"
)
# Gas is a danger where it comes out of something, or where the battery is spoken of.
_GAS = re.compile(r"\bgas\b")
_ESCAPES = re.compile(
    r"\b(?:leak\w*|smell\w*|smelt|stink\w*|stank|stench|odou?r|hiss\w*|escap\w*|vent\w*|batter\w+|packs?|cells?|electrolyte|breath\w*"
    r"|inhal\w*|clouds?|(?:comes?|coming|came|let|gives?) (?:\w+ )?(?:out|off)|poison\w*|sick|dizzy|cough\w*|eyes?)\b"
)
_LABEL_WORDS = (
    "battery pack cable cables light lights somebody nobody anybody place onto into touched here visible seen comes come stands "
    "got gets out near under suspect kind"
)
_COMMON = frozenset(map(words.stem, _LABEL_WORDS.split()))
"""Words in the labels of dangers that say nothing of danger."""


def _said(word: str, stems: list[str]) -> bool:
    """Return whether a word stands in a sentence without being denied just before."""
    at = [n for n, w in enumerate(stems) if w == word]
    return any(not (_NEGATIONS & set(stems[max(0, n - _REACH) : n])) for n in at)
