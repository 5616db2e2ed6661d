"""A question → what it speaks of: device, brand, connector, pin, signal, colours, rhythm, code, quantity, kind of question."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from kb.bundle.analysis import STOP_WORDS, fold, terms
from kb.bundle.store import KnowledgeBase
from kb.curation import vocabulary
from kb.model.facts import Pin
from kb.search import cues, observe, parts, plugs, rhythms
from kb.search.aliases import MAKER, Found, Token, squash, tokens
from kb.search.cleaning import MAX_QUERY, as_printed, clean, without_contrast
from kb.search.courtesy import without_courtesy
from kb.search.gazetteer import EVERYDAY, Gazetteer
from kb.search.glued import Glued
from kb.search.other_lights import house_lights, of_housings
from kb.search.spelling import Speller
from kb.search.switches import switches
from kb.search.understanding import Understanding, query_terms, without
from kb.search.unprinted import Unprinted

_VOWELS = frozenset("aeiou")
_SHORT_NAME = 5
# What a lamp of one panel is called, and what any product may be called.
_OF_PRODUCT = frozenset({"battery", "batteries"})
# Two letters may be a slip of anything.
_SHORTEST_SLIP = 3
# What a foreign maker's name stands before.
_THINGS = frozenset({"bms", "battery", "batteries", "inverter", "inverters", "pack", "packs"})
# Words between a model and its maker: "the Cerbo GX from Victron".
_OF_MAKER = frozenset({"from", "by", "of"})
# The sign of a signal, as it may be said: WAKE+, "wake plus".
_SIGNS = {"+": r"(?:\+|plus\b)", "-": r"(?:-|minus\b)"}
# "Dry contact 2" is a pin where a socket is called so, and an output elsewhere.
_DRY_OUTPUT = re.compile(r"\bdry contacts? (?:no\.? ?|number )?(\d{1,2})\b", re.IGNORECASE)
# A maker's name before one of these is a setting of the product in hand.
_SETTINGS = frozenset({"protocol", "mode", "setting", "settings", "profile"})


def _not_the_subject(hit: Found, brands: Iterable[Found], devices: tuple[Found, ...], cut: list[Token]) -> bool:
    """Tell whether a foreign name is only a model of a brand the manuals know, or a setting of a device that is named."""
    after = cut[hit.end].text if hit.end < len(cut) else ""
    behind = hit.end + 1 if after in _OF_MAKER else hit.end
    of_brand = any(b.end == hit.start or (after in _OF_MAKER and b.start == behind) for b in brands)
    return of_brand or (bool(devices) and after in _SETTINGS)


class Understander:
    """Reads questions in the words of one knowledge base; built once per bundle."""

    def __init__(self, kb: KnowledgeBase) -> None:
        """Collect names, codes, signals, connectors, lamps and words from the facts and devices."""
        self.kb = kb
        self.words = vocabulary.decode(kb.extras.get("vocabulary", ""))
        self.gazetteer = Gazetteer(kb, self.words)
        # A short maker's name is near to too many words: an alen key is no Alfen.
        strangers = [n for n in self.words.foreign if len(n) > _SHORT_NAME]
        people = [w for k, v in vocabulary.phrases(self.words).items() for w in (k, *v)] + [
            *self.words.colors,
            *cues.STRANGE_COLORS,
            *self.words.patterns,
            *self.words.lamp_words,
            *self.words.outside,
            *self.words.not_printed,
        ]
        # What people ask with is spelt as it should be, be it answered or not: "decibels" is no misspelt word of the manuals.
        self.speller = Speller(
            people,
            [*self.gazetteer.designations(), *strangers],
            kb.english | set(self.words.foreign),
            kb.english_stems,
            counted=kb.spelt,
            asked=kb.asked,
            codes=self.gazetteer.codes.table,
            strangers=strangers,
            dictionary=kb.dictionary,
        )
        self.unprinted = Unprinted(kb, self.speller)
        self.glued = Glued(
            self._whole,
            self._is_word,
            self._is_product,
            self._is_plug,
            meant=self._meant,
            figure=self.unprinted.printed,
            product=self.gazetteer.devices.table.__contains__,
        )
        self._outside = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, self.words.outside)) or '$^'})(?!\w)")
        phrases = sorted(
            ((tokens_of(k), v) for k, v in vocabulary.phrases(self.words).items()), key=lambda x: -len(x[0])
        )
        self._synonyms: dict[str, list[tuple[int, str, tuple[str, ...]]]] = {}
        for n, (phrase, meant) in enumerate(phrases):
            self._synonyms.setdefault(phrase[0], []).append((n, f" {' '.join(phrase)} ", meant))
        self._families = {
            d.id: frozenset(o.id for o in kb.devices.values() if o.family and o.family == d.family) or frozenset({d.id})
            for d in kb.devices.values()
        }

    def read(self, query: str, device: str | None = None, drop: Iterable[str] = ()) -> Understanding:
        """Read a question. `device` is the caller's choice; `drop` are parts of the reading to leave out.

        Raises QueryError when the question is empty or longer than MAX_QUERY characters.
        """
        text, drop = without_courtesy(clean(query), self._is_product, self.speller.known), frozenset(drop)
        corrections, corrected = self._corrected(text, device, drop)
        cut = tokens(corrected)
        found: list[Found] = []

        def kept(hits: Iterable[Found], *, keep: bool = True, guard: bool = False) -> tuple[Found, ...]:
            hits = tuple(
                h for h in hits if not set(h.values) & drop and not (guard and self._plain_word(h, cut, corrected))
            )
            if keep:
                found.extend(hits)
            return hits

        known = self.gazetteer
        partners = kept(known.partners.find(cut), keep=False)
        # The gateway of another maker is none of ours.
        device_hits = tuple(h for h in kept(known.devices_in(cut)) if not self._inside(h, partners))
        brand_hits = kept(known.brands.find(cut), guard=True)
        codes = frozenset(v for h in kept(known.codes.find(cut)) for v in h.values)
        signals = frozenset(
            v
            for h in kept(known.signals.find(cut), guard=True)
            for v in h.values
            if v[-1:] not in "+-"
            or v[:-1].isdigit()
            or re.search(rf"{re.escape(v[:-1])}\s?{_SIGNS[v[-1]]}", fold(corrected), re.IGNORECASE)
        )
        words = [t.text for t in cut]
        connector_hits = tuple(
            h for h in kept(known.connectors.find(cut)) if not cues.is_communication(h.name, words[h.end : h.end + 1])
        )
        foreign_hits = kept(known.foreign.find(cut), keep=False)
        lamp_question = not set(words).isdisjoint(self.words.lamp_words) and not (
            cues.flashes_software(words) or cues.in_a_moment(corrected) or house_lights(corrected)
        )
        colors = self._colors(words, corrected) - drop
        patterns = self._patterns(words, times := rhythms.times(_without_names(corrected, cut, found))) - drop
        # "The battery symbol is green": an icon that has a colour is a lamp.
        signs = frozenset((*self.words.lamp_words, *(("symbol", "icon", "sign") if colors and patterns else ())))
        lamp_hits = tuple(
            h
            for h in kept(known.lamps.find(cut), keep=False)
            if (
                observe.lamp_word(words, h, signs)
                or not (self._inside(h, device_hits) or set(h.values) <= known.silent_lamps)
            )
            and not cues.part_of_wiring(words[h.end : h.end + 1])
            and not (h.start and words[h.start - 1].isdigit())  # "125 ms" is a time, not the M/S lamp
        )
        # "alarm" is a plain word, and the ALM lamp only beside a word for lamps.
        said_hits = tuple(
            h
            for h in kept(known.lamp_sayings.find(cut), keep=False)
            if observe.lamp_word(words, h, signs) and self._on_panel(h, device_hits)
        )
        lamps = frozenset(v for h in (*lamp_hits, *said_hits) for v in h.values)
        seen = observe.observe(
            observe.rhythms_told(corrected, known.rhythms),
            {squash(v): v for h in lamp_hits for v in h.values}
            | {h.name: v for h in said_hits for v in h.values if len(h.values) == 1}
            | known.panel,
            self.words.colors,
            self.words.patterns,
        )
        if seen.others_off and lamps:
            patterns -= {"off"}  # that is said of the others
        lamp_question = lamp_question or observe.tells_lamps(seen, corrected)
        if not (lamp_question or colors):
            # "run" and "alarm" are plain words until something in the question shines.
            lamps, patterns = frozenset(x for x in lamps if observe.shouted(x, corrected)), frozenset()
        linking = self._linking(corrected)
        partner_hits = partners if device_hits or linking else ()
        devices, brands = self._devices_and_brands(
            device_hits, brand_hits, corrected, bare=len(cut) == sum(h.end - h.start for h in brand_hits)
        )
        brands |= {v for h in partner_hits for v in h.values}
        # A brand's model is no subject of its own beside a product of ours, or where something is to be joined with it.
        foreign = tuple(
            h.name
            for h in foreign_hits
            if (not (devices or linking) or not _not_the_subject(h, brand_hits, device_hits, cut))
            and not self._misspelt(h, cut, corrected)
            and not any(p.start <= h.start and h.end <= p.end for p in partner_hits)
        )
        if device is not None:
            devices = frozenset({self.kb.device(device).id})
        chosen = next(iter(devices)) if len(devices) == 1 else None
        connectors = frozenset(v for h in connector_hits for v in h.values if not devices or devices & known.owners[v])
        if devices:
            # "SOC lights" of one battery are not the lamps named SOC of another.
            own = {x.name for d in devices for x in self.kb.devices[d].panel.lamps}
            lamps = lamps & own
        family = frozenset(m for d in devices for m in self._families.get(d, frozenset({d})))
        beside = (
            plugs.places_at(corrected, cut[h.start].start, cut[h.end - 1].end)
            for h in connector_hits
            if connectors & set(h.values)
        )
        corrected = self._outputs_named(corrected, devices)
        pins = plugs.pins(corrected).union(*beside) - {d.removeprefix("pin ").upper() for d in drop}
        # "One Growatt pack" is one pack.
        nameless = [w for n, w in enumerate(words) if not any(h.start <= n < h.end for h in device_hits)]
        said_otherwise = list(dict.fromkeys((*self._expand(words), *self._expand(nameless))))
        return Understanding(
            text=text,
            corrected=corrected,
            corrections=corrections,
            device=chosen,
            devices=devices,
            family=family,
            brands=brands,
            codes=codes,
            connectors=connectors,
            connectors_elsewhere=self._connectors_elsewhere(connector_hits, devices),
            signals=self._own_signals(devices) & (signals | self._outputs(corrected, devices)) or signals,
            pins=pins,
            lamps=lamps,
            colors=colors,
            patterns=patterns,
            lamp_question=lamp_question or (bool(colors) and not cues.OF_WIRES.search(corrected)),
            seen=seen,
            negated=bool(cues.NOT.search(corrected)),
            cues=frozenset(k for k, p in cues.CUES.items() if p.search(corrected)),
            quantities=_quantities(corrected, cut, found),
            foreign=foreign,
            outside=tuple(dict.fromkeys(self._outside.findall(corrected.lower()))),
            bus=cues.bus(corrected),
            pin_pairs=frozenset(plugs.PIN_PAIR.findall(corrected)),
            switches=switches(corrected),
            ratings=cues.ratings(parts.without(corrected)),
            times=times,
            tempo=rhythms.tempo(corrected) if "flash" in patterns else "",
            about_conflicts=any(c.search(corrected) for c in (cues.CONFLICT, cues.AT_ODDS)),
            turned=cues.turned(corrected),
            alarms=frozenset(h.name for h in known.alarms.find(cut)),
            parts=parts.counted(corrected),
            alternatives=cues.alternatives(corrected),
            unknown_codes=self.unprinted.find(corrected, found, cut, brand_hits if linking else ()),
            expansions=tuple(dict.fromkeys(word for _, meant in said_otherwise for word in meant)),
            lacking=frozenset(
                t for p, _ in said_otherwise if p.lstrip().startswith(("no ", "without ")) for t in terms(p)
            ),
            meant=tuple(
                (frozenset(terms(p)), frozenset(t for m in meant for t in terms(m))) for p, meant in said_otherwise
            ),
            names=tuple(found),
        )

    def _connectors_elsewhere(self, hits: tuple[Found, ...], devices: frozenset[str]) -> tuple[str, ...]:
        """Return the connectors that are named and that no product used with the named ones has, nor a word of its manuals.

        COM or RS485 may be said of any.
        """
        ours = self.kb.used_with(devices) if devices else frozenset()
        named = (h for h in hits if h.end - h.start > 1 and not any(c.isdigit() for c in h.name))
        there = [v for h in named for v in h.values if ours and not ours & self.gazetteer.owners[v]]
        return tuple(v for v in dict.fromkeys(there) if not self._is_told(v, ours))

    @lru_cache(maxsize=64)  # noqa: B019 - it lives as long as its bundle
    def _is_told(self, name: str, devices: frozenset[str]) -> bool:
        """Tell whether what the manuals say of products holds a name: "dry contact" is a connector of one and a word of another."""
        own = (e for e in self.kb.entries if not devices.isdisjoint(self.kb.owners(e)))
        return any(name.lower() in f"{e.title} {e.text}".lower() for e in own)

    def _devices_and_brands(
        self, devices: tuple[Found, ...], brands: tuple[Found, ...], text: str, *, bare: bool
    ) -> tuple[frozenset[str], frozenset[str]]:
        """Tell devices from inverter brands where one name is both (Growatt makes a battery and inverters).

        It is the inverter when another device is named, or the text speaks of an inverter and of no battery; both when
        nothing else is said; else the device.
        """
        inverters = tuple(
            b.name
            for b in brands
            if re.search(rf"\b{re.escape(b.name)} [\d.]+ ?(?:kw|kva|inverters?|hybrid)\b", text, re.IGNORECASE)
        )
        own = [h for h in devices if not (self._is_brand(h) or (inverters and h.name.startswith(inverters)))]
        # "growatt battery" names the battery; the brand inside it is no inverter.
        brands = tuple(b for b in brands if not any(h.start <= b.start and b.end <= h.end for h in own))
        either = [h for h in devices if self._is_brand(h)]
        plain_brands = frozenset(v for h in brands if h.name not in self.gazetteer.devices.table for v in h.values)
        all_brands = frozenset(v for h in brands for v in h.values)
        spoken = "|".join(re.escape(h.name) for h in either)
        named = frozenset(v for h in own for v in h.values)
        if not either:
            return named, all_brands
        both = frozenset(v for h in either for v in h.values)
        by_alarm = any(both.intersection(h.values) for h in self.gazetteer.alarms.find(tokens(text)))
        battery = rf"\b({spoken})('s)? ([\w.]+ ){{0,2}}(batter(y|ies)|packs?)\b"
        if not named and (by_alarm or (plain_brands and re.search(battery, text, re.IGNORECASE))):
            # "the inverter shows a current sampling failure of the Growatt": an alarm of the battery, by its name;
            # "the Growatt 6.5 battery with a Goodwe inverter"
            return both, plain_brands
        others = "|".join(re.escape(h.name) for h in brands if h.name not in self.gazetteer.devices.table) or "(?!)"
        if not named and re.search(
            rf"\b({spoken})( \w+){{0,3}} (to|with|for|on) (an? |my |the |our )?({others})\b", text, re.IGNORECASE
        ):
            # "growatt to deye can cable": the battery, and whose inverter it goes to.
            return both, plain_brands
        if named or plain_brands:
            return named, all_brands
        # "growatt to inverter" is the battery's end of a cable.
        inverter = re.search(
            rf"\b({spoken})('s)? (?!(?:to|and|with|for|from|on|or) )(\w+ )?(inverters?|hybrid|pcs)\b",
            text,
            re.IGNORECASE,
        )
        if inverter and not re.search(r"\bbatter|\bpack", text, re.IGNORECASE):
            return frozenset(), all_brands
        return both, (all_brands if bare else plain_brands)

    def _plain_word(self, hit: Found, cut: list[Token], text: str) -> bool:
        """Tell whether a name is an everyday word used as one: "must" in "what must I do" is no inverter brand."""
        if hit.name in self.gazetteer.field_words and len(cut) > hit.end - hit.start and not self._linking(text):
            return True
        word = text[cut[hit.start].start : cut[hit.end - 1].end]
        if hit.end - hit.start > 1 or not (hit.name in STOP_WORDS or hit.name in self.kb.english) or len(cut) == 1:
            return False
        if word.isupper() and not text.isupper():
            return False
        near = " ".join(t.text for t in cut[max(0, hit.start - 2) : hit.end + 2])
        name = re.escape(hit.name)
        after = rf"\b{name} (inverter|hybrid|protocol|can|rs485|cable|pin|dip)"
        beside = re.search(rf"{after}|\b(to|with|for|on) (a |an |my |the )?{name}$", near)
        return beside is None and hit.name in EVERYDAY

    def _misspelt(self, hit: Found, cut: list[Token], text: str) -> bool:
        """Tell whether a foreign name in small letters is rather a word of the manuals with a letter wrong: "daly" for daily."""
        word = text[cut[hit.start].start : cut[hit.end - 1].end]
        following = cut[hit.end].text if hit.end < len(cut) else ""
        return word.islower() and len(cut) > 1 and following not in _THINGS and self.speller.near(word)

    def topic(self, reading: Understanding) -> str:
        """Return the question without the device's name."""
        cut = tokens(reading.corrected)
        devices = [h for h in reading.names if h.name in self.gazetteer.devices.table]
        return " ".join(_without_names(reading.corrected, cut, devices).split())

    @staticmethod
    def _inside(hit: Found, others: Iterable[Found]) -> bool:
        """Tell whether a name stands inside a longer one: the AC of "SigenStor AC"."""
        return any(o.start <= hit.start and hit.end <= o.end for o in others)

    def _is_brand(self, hit: Found) -> bool:
        return hit.name in self.gazetteer.brands.table

    def _on_panel(self, hit: Found, devices: Iterable[Found]) -> bool:
        """Tell whether a panel of the products that are named has one of the lamps; "battery light" is said of every product."""
        named = {d for h in devices for d in h.values}
        if not named:
            return hit.name not in _OF_PRODUCT
        return any(x.name in hit.values for d in named for x in self.kb.devices[d].panel.lamps)

    def _colors(self, words: Iterable[str], text: str) -> frozenset[str]:
        """Return the colours said of lamps or wires, and not of the box."""
        shown = self.words.colors.keys() & set(words)
        return frozenset(self.words.colors[w] for w in shown - of_housings(text, self.words.colors))

    def _patterns(self, words: Sequence[str], times: Sequence[tuple[float, str]]) -> frozenset[str]:
        """Return the patterns said; what is on and off in turns flashes, whatever words tell it."""
        if any(state in {rhythms.MOSTLY_ON, rhythms.MOSTLY_OFF} for _, state in times):
            return frozenset({"flash"})
        return observe.patterns_said(words, self.words.patterns)

    def _corrections(self, text: str) -> dict[str, str]:
        out: dict[str, str] = {}
        codes = self.unprinted.shouted(text)
        for word in re.findall(r"[\w]+(?:-[\w]+)*", text):
            if word in out or word in codes or self.gazetteer.knows(word):
                continue
            right = self.words.spellings.get(word.lower()) or self.speller.correct(fold(word))
            if right is not None:
                out[word] = right
            if len(out) >= 12:  # noqa: PLR2004 - a text with more is not a typo but another language
                break
        return out

    def _whole(self, piece: str) -> bool:
        """Tell whether letters and digits belong together: a code, a designation, a quantity."""
        return (
            self.gazetteer.knows(piece) or self.unprinted.usual(piece.lower()) or self.unprinted.printed(piece.lower())
        )

    def _is_word(self, word: str) -> bool:
        short = len(word) >= _SHORTEST_SLIP and self.speller.correct(word) is not None
        return short or word in self.words.spellings or self.speller.real(word)

    def _meant(self, word: str) -> str:
        """Return the word that was meant, without slips; the word itself where none is known."""
        return self.words.spellings.get(word) or self.speller.correct(word) or word

    def _is_plug(self, word: str) -> bool:
        """Tell whether a word is a connector's name of two words, also with a slip in it: "lnkout"."""
        plugs = self.gazetteer.connectors.table
        return len(word) > _SHORT_NAME and ({word, self.speller.correct(word)} & plugs.keys()) != set()

    def _is_product(self, word: str) -> bool:
        """Tell whether a word is the name of a product, also with a slip in it ("growat65"), or begins a maker's: "sigen"."""
        products = self.gazetteer.devices.table
        made = len(word) >= MAKER and any(d.maker.lower().startswith(word) for d in self.kb.devices.values())
        long = len(word) > _SHORT_NAME or (len(word) >= _SHORT_NAME - 1 and not _VOWELS.intersection(word))  # "grwt"
        return made or word in products or (long and (self.speller.correct(word) or "") in products)

    @lru_cache(maxsize=64)  # noqa: B019 - lives as long as its bundle
    def _own_signals(self, devices: frozenset[str]) -> frozenset[str]:
        """Return the signals of some products: CANH of one battery is CAN-H of another."""
        return frozenset(
            f.signal for f in self.kb.select("pin") if isinstance(f, Pin) and not devices.isdisjoint(f.devices)
        )

    def _corrected(self, text: str, device: str | None, drop: frozenset[str]) -> tuple[dict[str, str], str]:
        """Return the slips of spelling with what was meant, and the question as it is read: without what is said not to be meant."""
        glued = {w: r for w, r in self.glued.changes(text).items() if not {w, r} & drop}
        slips = self._slips(apart := _replaced(text, glued), drop)
        # What was glued is shown as it was meant, and no slip inside it by itself.
        meant = {w: _replaced(r, slips) for w, r in glued.items()}
        if refused := drop.intersection(meant.values()):
            meant = {w: r for w, r in meant.items() if r not in refused}
            slips = self._slips(apart := _replaced(text, {w: glued[w] for w in meant}), drop)
        corrected = _replaced(apart, slips)
        corrections = meant | {w: r for w, r in slips.items() if re.search(rf"(?<!\w){re.escape(w)}(?!\w)", text)}
        corrected = observe.idle_named(without_contrast(as_printed(corrected)))
        row = self._row_of(corrected, device)
        return corrections, observe.by_name(corrected, row) if row else corrected

    def _outputs_named(self, text: str, devices: frozenset[str]) -> str:
        """Write "dry contact 2" as the output it is where the products' pins are called so: DO2."""
        outputs = {s.split("-")[0] for s in self._own_signals(devices) if s.startswith("DO")}

        def named(match: re.Match[str]) -> str:
            return f"dry contact DO{match[1]}" if f"DO{match[1]}" in outputs else match[0]

        return _DRY_OUTPUT.sub(named, text) if outputs else text

    def _outputs(self, text: str, devices: frozenset[str]) -> frozenset[str]:
        """Return the signals of the outputs that a text names: DO2-COM and DO2-NO."""
        named = set(re.findall(r"\bDO\d{1,2}\b", text))
        return frozenset(s for s in self._own_signals(devices) if s.split("-")[0] in named)

    def _slips(self, text: str, drop: frozenset[str]) -> dict[str, str]:
        return {w: r for w, r in self._corrections(text).items() if not {w, r} & drop}

    def _row_of(self, text: str, device: str | None) -> str:
        """Return what the numbered lamps are called of the products in question, when all with such lamps call them alike: LED."""
        named = {device} if device else {v for h in self.gazetteer.devices_in(tokens(text)) for v in h.values}
        panels = [d.panel for d in self.kb.devices.values() if d.id in named]
        rows = {m[1] for panel in panels for x in panel.lamps if (m := observe.ROW.fullmatch(x.name))}
        return rows.pop() if len(rows) == 1 else ""

    @staticmethod
    def _linking(text: str) -> bool:
        """Tell whether a question is about joining two things."""
        return any(cues.CUES[cue].search(text) for cue in ("pin", "cable", "dip"))

    def _expand(self, words: list[str]) -> list[tuple[str, tuple[str, ...]]]:
        """Return people's phrases that stand in the question, each with the manuals' words for it."""
        joined = f" {' '.join(words)} "
        begun = (x for word in set(words) for x in self._synonyms.get(word, ()))
        return [(phrase, meant) for _, phrase, meant in sorted(x for x in begun if x[1] in joined)]


def _replaced(text: str, right: Mapping[str, str]) -> str:
    for wrong, meant in right.items():
        text = re.sub(rf"(?<!\w){re.escape(wrong)}(?!\w)", meant, text)  # words of the corpus, without a backslash
    return text


def tokens_of(text: str) -> list[str]:
    """Return a phrase's tokens as they stand in a question."""
    return [t.text for t in tokens(text)]


def _without_names(text: str, cut: list[Token], found: Iterable[Found]) -> str:
    """Return the text with the names in it blanked, so that their digits are no quantities."""
    for hit in found:
        start, end = cut[hit.start].start, cut[hit.end - 1].end
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _quantities(text: str, cut: list[Token], found: Iterable[Found]) -> tuple[tuple[float, str], ...]:
    return tuple((float(n), u.lower()) for n, u in cues.QUANTITY.findall(_without_names(text, cut, found)))


__all__ = ["MAX_QUERY", "STOP_WORDS", "Understander", "Understanding", "clean", "query_terms", "without"]
