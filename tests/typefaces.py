"""Makes the Arabic fonts of the document: IBM Plex Sans Arabic, every glyph of which stands for one letter.

    python -m tests.typefaces FOLDER-OF-PLEX

Plex draws pairs such as «لا», «في» and «بر» as one glyph. Readers of a PDF that copy or search its text cut
such a glyph back into letters, and several put them in the wrong order («األمن»). Here the first letter of a
pair becomes an empty glyph of no width and the second the shape of the pair: the page looks the same, and
each glyph has one letter to tell. The result carries another name, as the licence of Plex asks
(SIL OFL 1.1, "Plex" is reserved); the licence is beside the fonts.
"""

import argparse
from pathlib import Path

from fontTools.otlLib import builder
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables import otTables

FAMILY = "Bilan Arabic"
FONTS = Path(__file__).resolve().parents[1] / "bilan" / "document" / "fonts"
# Everything that a name table may call the font by, and what carries the reserved name.
FAMILY_NAMES, REMOVED_NAMES = (1, 16), (3, 5, 7, 8, 9, 10, 11, 12, 18, 21, 22, 25)


def main() -> None:
    """Writes one font for each weight of Plex that the folder holds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    for path in sorted(parser.parse_args().folder.glob("IBMPlexSansArabic-*.ttf")):
        font = TTFont(path, recalcTimestamp=False)
        one_letter_a_glyph(font)
        weight = path.stem.rpartition("-")[2]
        rename(font, weight)
        font.save(FONTS / f"BilanArabic-{weight}.ttf")


def one_letter_a_glyph(font: TTFont) -> None:
    """Replaces the compulsory ligatures of two glyphs by an empty first and a full second glyph."""
    table = font["GSUB"].table
    for index in compulsory_lookups(table):
        lookup = table.LookupList.Lookup[index]
        pairs = {
            (first, ligature.Component[0]): ligature.LigGlyph
            for subtable in lookup.SubTable
            for first, ligatures in subtable.ligatures.items()
            for ligature in ligatures
            if len(ligature.Component) == 1
        }
        empties = {pair: f"empty.{shape}" for pair, shape in pairs.items()}
        add_empty_glyphs(font, set(empties.values()))
        substitute(font, lookup, pairs, empties)
        empty_of = {shape: empties[pair] for pair, shape in pairs.items()}
        let_marks_stand_on(font, empty_of)
        keep_kerning(font, empty_of)


def compulsory_lookups(table) -> list[int]:
    """The lookups of `rlig` that make ligatures."""
    found = {
        index
        for record in table.FeatureList.FeatureRecord
        if record.FeatureTag == "rlig"
        for index in record.Feature.LookupListIndex
    }
    return sorted(index for index in found if table.LookupList.Lookup[index].LookupType == 4)


def add_empty_glyphs(font: TTFont, names: set[str]) -> None:
    """Glyphs without a shape and without a width, bases for marks."""
    shape = font["glyf"][".notdef"].__class__()
    for name in sorted(names):
        font["glyf"].glyphs[name] = shape
        font["hmtx"].metrics[name] = (0, 0)
        font["GDEF"].table.GlyphClassDef.classDefs[name] = 1
    font.setGlyphOrder([*font.getGlyphOrder(), *sorted(names - set(font.getGlyphOrder()))])
    font["glyf"].glyphOrder = font.getGlyphOrder()


def substitute(font: TTFont, lookup, pairs: dict, empties: dict) -> None:
    """Turns the ligature lookup, in its place, into one that replaces both letters of each pair.

    One rule for each second letter and outcome: a lookup of single substitutions may give a glyph one
    replacement only, so the pairs of one first letter go to as many lookups as it has partners.
    """
    lookups = font["GSUB"].table.LookupList
    steps = SingleSteps(lookups, lookup.LookupFlag)
    rules = []
    for pair in pairs:
        first, second = pair
        rules.append((first, second, steps.of(first, empties[pair]), steps.of(second, pairs[pair])))
    lookup.LookupType = 6
    lookup.SubTable = [chain_rule(font, *rule) for rule in rules]
    lookup.SubTableCount = len(rules)
    lookups.LookupCount = len(lookups.Lookup)


class SingleSteps:
    """Lookups of single substitutions, filled so that each glyph has one replacement in each."""

    def __init__(self, lookups, flag: int):
        self.lookups, self.flag, self.own = lookups, flag, []

    def of(self, glyph: str, replacement: str) -> int:
        """The index of a lookup that replaces the glyph so."""
        for index, mapping in self.own:
            if mapping.setdefault(glyph, replacement) == replacement:
                return index
        subtable = otTables.SingleSubst()
        subtable.mapping = {glyph: replacement}
        lookup = otTables.Lookup()
        lookup.LookupType, lookup.LookupFlag = 1, self.flag
        lookup.SubTable, lookup.SubTableCount = [subtable], 1
        self.lookups.Lookup.append(lookup)
        self.own.append((len(self.lookups.Lookup) - 1, subtable.mapping))
        return self.own[-1][0]


def chain_rule(font: TTFont, first: str, second: str, *steps: int):
    """A contextual rule of format 3: these two glyphs, each replaced by its own lookup."""
    rule = otTables.ChainContextSubst()
    rule.Format = 3
    rule.BacktrackCoverage, rule.BacktrackGlyphCount = [], 0
    rule.LookAheadCoverage, rule.LookAheadGlyphCount = [], 0
    glyphs = font.getReverseGlyphMap()
    rule.InputCoverage = [builder.buildCoverage([name], glyphs) for name in (first, second)]
    rule.InputGlyphCount = 2
    rule.SubstLookupRecord = []
    for place, step in enumerate(steps):
        record = otTables.SubstLookupRecord()
        record.SequenceIndex, record.LookupListIndex = place, step
        rule.SubstLookupRecord.append(record)
    rule.SubstCount = 2
    return rule


def let_marks_stand_on(font: TTFont, empties: dict[str, str]) -> None:
    """Marks of a first letter stand where they stood on its half of the ligature."""
    table = font["GPOS"].table
    for index, lookup in enumerate(list(table.LookupList.Lookup)):
        subtables = [bases_of(font, one, empties) for one in lookup.SubTable if is_ligature_marks(one)]
        if any(subtables):
            made = otTables.Lookup()
            made.LookupType, made.LookupFlag = 4, lookup.LookupFlag
            made.SubTable = [one for one in subtables if one]
            made.SubTableCount = len(made.SubTable)
            table.LookupList.Lookup.append(made)
            table.LookupList.LookupCount = len(table.LookupList.Lookup)
            for record in table.FeatureList.FeatureRecord:
                if index in record.Feature.LookupListIndex:
                    record.Feature.LookupListIndex.append(len(table.LookupList.Lookup) - 1)
                    record.Feature.LookupCount = len(record.Feature.LookupListIndex)


def keep_kerning(font: TTFont, empties: dict[str, str]) -> None:
    """What stands before a pair keeps the distance that it had from the ligature."""
    for lookup in font["GPOS"].table.LookupList.Lookup:
        for subtable in lookup.SubTable:
            subtable = getattr(subtable, "ExtSubTable", subtable)
            if not isinstance(subtable, otTables.PairPos):
                continue
            if subtable.Format == 2:
                classes = subtable.ClassDef2.classDefs
                classes |= {empty: classes[shape] for shape, empty in empties.items() if shape in classes}
                continue
            for pairs in subtable.PairSet:
                for record in list(pairs.PairValueRecord):
                    if record.SecondGlyph in empties:
                        same = otTables.PairValueRecord()
                        same.SecondGlyph = empties[record.SecondGlyph]
                        same.Value1, same.Value2 = record.Value1, getattr(record, "Value2", None)
                        pairs.PairValueRecord.append(same)
                order = font.getReverseGlyphMap()
                pairs.PairValueRecord.sort(key=lambda record: order[record.SecondGlyph])
                pairs.PairValueCount = len(pairs.PairValueRecord)


def is_ligature_marks(subtable) -> bool:
    """Whether a subtable places marks on ligatures."""
    return isinstance(subtable, otTables.MarkLigPos)


def bases_of(font: TTFont, subtable, empties: dict[str, str]):
    """The same marks on the empty glyphs: the anchors of the first letter, from the ligature's far edge."""
    anchors = {
        empties[shape]: attach.ComponentRecord[0].LigatureAnchor
        for shape, attach in zip(
            subtable.LigatureCoverage.glyphs, subtable.LigatureArray.LigatureAttach, strict=True
        )
        if shape in empties
    }
    if not anchors:
        return None
    made = otTables.MarkBasePos()
    made.Format, made.ClassCount = 1, subtable.ClassCount
    made.MarkCoverage, made.MarkArray = subtable.MarkCoverage, subtable.MarkArray
    made.BaseCoverage = builder.buildCoverage(list(anchors), font.getReverseGlyphMap())
    made.BaseArray = otTables.BaseArray()
    made.BaseArray.BaseRecord = [
        base_record(anchors[name], font["hmtx"][name.removeprefix("empty.")][0])
        for name in made.BaseCoverage.glyphs
    ]
    made.BaseArray.BaseCount = len(made.BaseArray.BaseRecord)
    return made


def base_record(anchors: list, width: int):
    """Anchors of one base; the empty glyph stands a width to the right of the ligature's origin."""
    record = otTables.BaseRecord()
    record.BaseAnchor = [
        anchor and builder.buildAnchor(anchor.XCoordinate - width, anchor.YCoordinate) for anchor in anchors
    ]
    return record


def rename(font: TTFont, weight: str) -> None:
    """Gives the font its own name; the copyright and the licence stay."""
    names = font["name"]
    for record in list(names.names):
        if record.nameID in REMOVED_NAMES:
            names.removeNames(nameID=record.nameID)
        elif record.nameID in FAMILY_NAMES:
            record.string = FAMILY
        elif record.nameID == 4:
            record.string = f"{FAMILY} {weight}"
        elif record.nameID == 6:
            record.string = f"BilanArabic-{weight}"
        elif record.nameID in (2, 17):
            record.string = weight


if __name__ == "__main__":
    main()
