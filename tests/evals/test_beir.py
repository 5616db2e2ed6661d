"""Other people's benchmark folders are read in every form that is about; what cannot be read is told with file and line."""

from __future__ import annotations

import json

import pytest

from kb.evals import beir
from kb.evals.beir import BenchmarkError
from kb.model.errors import PinlightError
from kb.search.plain import Text

DOCS = {
    "d1": ("Battery", "The battery is charged by the inverter."),
    "d2": ("Pump", "The pump lifts water out of the well."),
    "d3": ("", "Cats sleep most of the day."),
}
QUERIES = {"q1": "charging a battery", "q2": "water pump", "q3": "never judged"}
GRADES = {"q1": {"d1": 2.0}, "q2": {"d2": 1.0}}
HEADS = {"query-id\tcorpus-id\tscore\n": "head", "": "no head"}
ROWS = "q1\td1\t2\nq2\td2\t1\nq2\td3\t0\n"
TREC = "q1\t0\td1\t2\nq2\t0\td2\t1\nq2\t0\td3\t0\n"


def write(folder, name="id", text="text", rows=ROWS, qrels="qrels.tsv"):
    """Write a benchmark of three texts in one of the forms."""
    folder.mkdir(exist_ok=True)
    lines = [json.dumps({name: i, "title": t, text: b}) for i, (t, b) in DOCS.items()]
    (folder / "corpus.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    asked = [json.dumps({name: i, "query" if text == "contents" else "text": q}) for i, q in QUERIES.items()]
    (folder / "queries.jsonl").write_text("\n".join(asked), encoding="utf-8")
    (folder / qrels).parent.mkdir(exist_ok=True)
    (folder / qrels).write_text(rows, encoding="utf-8")
    return folder


@pytest.fixture
def folder(tmp_path):
    """A sound benchmark."""
    return write(tmp_path / "tiny")


def expected():
    """What every form holds."""
    return [Text(i, t, b) for i, (t, b) in DOCS.items()], QUERIES, GRADES


@pytest.mark.parametrize("name", ["_id", "id"])
@pytest.mark.parametrize("text", ["text", "contents"])
@pytest.mark.parametrize("qrels", ["qrels.tsv", "qrels/test.tsv", "qrels/dev.tsv"])
@pytest.mark.parametrize("head", HEADS, ids=HEADS.values())
@pytest.mark.parametrize("rows", [ROWS, TREC], ids=["BEIR", "TREC"])
def test_every_form_is_read_alike(tmp_path, name, text, qrels, head, rows):
    """_id or id, text or contents, one file or a folder of judgements, with a head or without, three columns or TREC's four."""
    assert beir.read(write(tmp_path / "b", name, text, head + rows, qrels)) == expected()


def test_doc_id_and_query_id_are_ids(tmp_path):
    """Collections that name their ids after what they identify are read as well; numbers are ids."""
    folder = write(tmp_path / "b")
    (folder / "corpus.jsonl").write_text('{"doc_id": 1, "text": "a"}\n')
    (folder / "queries.jsonl").write_text('{"query_id": 7, "query": "b"}\n')
    (folder / "qrels.tsv").write_text("7\t1\t1\n")
    assert beir.read(folder) == ([Text("1", "", "a")], {"7": "b"}, {"7": {"1": 1.0}})


def test_the_test_judgements_are_preferred(folder):
    """Of several files in qrels/, test.tsv is the one that counts."""
    (folder / "qrels.tsv").unlink()
    (folder / "qrels").mkdir()
    (folder / "qrels" / "dev.tsv").write_text("q1\td3\t1\n")
    (folder / "qrels" / "test.tsv").write_text(ROWS)
    assert beir.read(folder)[2] == GRADES


def test_empty_lines_and_missing_titles_are_no_matter(folder):
    """Blank lines are passed over, a title may be missing or null."""
    path = folder / "corpus.jsonl"
    path.write_text('\n{"id": "a", "text": "x"}\n\n{"id": "b", "title": null, "text": "y"}\n')
    assert beir.read(folder)[0] == [Text("a", "", "x"), Text("b", "", "y")]


def test_a_text_that_is_not_relevant_is_not_judged_right(folder):
    """Grades of 0 and below do not make a text right."""
    (folder / "qrels.tsv").write_text("q1\td1\t1\nq1\td2\t0\nq1\td3\t-1\n")
    assert beir.read(folder)[2] == {"q1": {"d1": 1.0}}


@pytest.mark.parametrize("file", ["corpus.jsonl", "queries.jsonl"])
@pytest.mark.parametrize("line", ["{broken", "[1, 2]", '"text"', "{'id': 1}"])
def test_a_broken_line_is_told_with_its_place(folder, file, line):
    """A line that is no JSON object names its file and its number."""
    path = folder / file
    first = path.read_text().splitlines()[0]
    path.write_text(f"{first}\n\n{line}\n")
    with pytest.raises(BenchmarkError) as told:
        beir.read(folder)
    assert f"{path}:3:" in str(told.value)


@pytest.mark.parametrize("row", ["q2\td2", "q2\td2\tmuch", "q2 d2 1", "q2\td2\t1,5"])
def test_a_broken_judgement_is_told_with_its_place(folder, row):
    """A row without a grade at its end names its file and its number; only the first row may be a head."""
    path = folder / "qrels.tsv"
    path.write_text(f"query-id\tcorpus-id\tscore\nq1\td1\t2\n{row}\n")
    with pytest.raises(BenchmarkError) as told:
        beir.read(folder)
    assert f"{path}:3:" in str(told.value)


@pytest.mark.parametrize("file", ["corpus.jsonl", "queries.jsonl", "qrels.tsv"])
def test_a_missing_file_is_named(folder, file):
    """What is missing is named, with the folder in which it is looked for."""
    (folder / file).unlink()
    with pytest.raises(BenchmarkError) as told:
        beir.read(folder)
    assert file in str(told.value)
    assert str(folder) in str(told.value)


def test_an_entry_without_an_id_is_shown(folder):
    """An object without an id is shown with its file."""
    (folder / "queries.jsonl").write_text('{"text": "who am I"}\n')
    with pytest.raises(BenchmarkError, match=r"queries\.jsonl: .*neither _id nor id.*who am I"):
        beir.read(folder)


def test_a_benchmark_error_is_one_of_ours():
    """The command line shows it as a sentence, like every error of the project."""
    assert issubclass(BenchmarkError, PinlightError)


def test_a_folder_is_scored(folder, kb):
    """Judged queries are asked and scored; a query without a judgement is not."""
    scores = beir.run(folder, kb.encoder, kb.english)
    assert (scores.name, scores.texts, scores.queries) == ("tiny", 3, 2)
    assert (scores.ndcg10, scores.hit1, scores.recall10) == (1.0, 1.0, 1.0)
    assert 0.0 < scores.p50_ms <= scores.p95_ms


def test_a_wrong_answer_costs(folder, kb):
    """A query whose right text does not stand first is scored by hand: second or third of three."""
    (folder / "qrels.tsv").write_text("q1\td3\t1\n")
    scores = beir.run(folder, kb.encoder)
    assert scores.hit1 == 0.0
    assert round(scores.ndcg10, 4) in {0.5, 0.6309}
    assert scores.recall10 == 1.0


def test_nothing_judged_is_an_error(folder, kb):
    """Judgements of queries that are not there leave nothing to score, and that is said."""
    (folder / "qrels.tsv").write_text("other\td1\t1\n")
    with pytest.raises(BenchmarkError, match="no query"):
        beir.run(folder, kb.encoder)


def test_only_a_line_feed_ends_a_line(folder):
    """JSON may hold U+2028, U+0085 and a form feed as they are; carriage returns and a byte order mark are passed over."""
    odd = "one\u2028two\x85three"
    (folder / "corpus.jsonl").write_bytes(
        f'\ufeff{{"id": "a", "text": "{odd}"}}\r\n{{"id": "b", "text": "y"}}\r\n'.encode()
    )
    (folder / "qrels.tsv").write_bytes(b"\xef\xbb\xbfquery-id\tcorpus-id\tscore\r\nq1\ta\t1\r\n")
    texts, _, grades = beir.read(folder)
    assert texts == [Text("a", "", odd), Text("b", "", "y")]
    assert grades == {"q1": {"a": 1.0}}


def test_a_quote_in_an_id_is_a_sign_like_others(folder):
    """Judgements are separated by tabs and never quoted."""
    (folder / "qrels.tsv").write_text('"q1\td1\t1\nq2\t"d2"\t1\n')
    assert beir.read(folder)[2] == {'"q1': {"d1": 1.0}, "q2": {'"d2"': 1.0}}


def test_a_query_does_not_find_itself(folder, kb):
    """Where the collection holds the query's own text under its id, that is no answer; an id that is alike by chance is one."""
    (folder / "queries.jsonl").write_text(json.dumps({"id": "d1", "text": DOCS["d1"][1]}))
    (folder / "qrels.tsv").write_text("d1\td2\t1\n")
    assert beir.run(folder, kb.encoder).hit1 == 1.0
    (folder / "queries.jsonl").write_text(json.dumps({"id": "d1", "text": "charging"}))
    (folder / "qrels.tsv").write_text("d1\td1\t1\n")
    assert beir.run(folder, kb.encoder).hit1 == 1.0


def test_an_empty_collection_is_refused(folder, kb):
    """A benchmark without texts has nothing to be scored."""
    (folder / "corpus.jsonl").write_text("\n")
    with pytest.raises(BenchmarkError, match="holds no text"):
        beir.run(folder, kb.encoder)


def test_it_is_told_how_far_it_is(folder, kb):
    """Embedding a large collection takes minutes: each part is reported, and its end."""
    told: list[tuple[str, int, int]] = []
    beir.run(folder, kb.encoder, report=lambda *a: told.append(a))
    assert told[0] == ("embedding", 0, 3)
    assert told[-1] == ("embedding", 3, 3)
