"""Has the files of a package of open data read by the programs of those who use them: pandas, R (haven, readr),
DuckDB, PSPP, LibreOffice, sha256sum, xmllint. What is not installed is skipped, and counted.

    open_files_test.py [PACKAGE]    without one: the package of the Round 4 study, made by build/release/publish_test

The last line counts: N passed, N failed, N skipped. MTM_DDI_XSD may name codebook.xsd of DDI-Codebook 2.5; the codebook is then
held against it. DuckDB is looked for in bench/peers and in the folder that MTM_DUCKDB names."""

import csv
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent


class Skip(Exception):
    pass


def need(program):
    if shutil.which(program) is None:
        raise Skip(f"{program} is not installed")
    return program


def run(*command, cwd=None):
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True)
    assert done.returncode == 0, f"{command[0]}: {done.stdout[-2000:]} {done.stderr[-2000:]}"
    return done.stdout


def pandas():
    try:
        import pandas as found
    except ImportError as missing:
        raise Skip("pandas is not installed") from missing
    return found


def records(folder, name="microdata.csv"):
    with open(folder / name, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_checksums(folder):
    run(need("sha256sum"), "--check", "--strict", "CHECKSUMS.sha256", cwd=folder)


def test_csv_and_json_agree(folder):
    rows = records(folder)
    objects = json.loads((folder / "microdata.json").read_text(encoding="utf-8"))
    assert len(rows) == len(objects) > 0
    for row, entry in zip(rows, objects):
        assert list(row) == list(entry)
        for name, text in row.items():
            value = entry[name]
            if isinstance(value, (int, float)):
                assert float(text) == value, (name, text, value)
            else:
                assert text.removeprefix("'") == (value or "").removeprefix("'"), (name, text, value)


def test_pandas_reads_csv_as_the_data_package_says(folder):
    pd = pandas()
    described = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    for resource in described["resources"]:
        if "schema" not in resource:
            continue
        frame = pd.read_csv(folder / resource["path"], low_memory=False)
        fields = resource["schema"]["fields"]
        assert list(frame.columns) == [field["name"] for field in fields], resource["path"]
        for field in fields:
            column = frame[field["name"]]
            if field["type"] in ("integer", "number"):
                assert column.isna().all() or pd.api.types.is_numeric_dtype(column), field["name"]
            if field["type"] == "date":
                pd.to_datetime(column, format="%Y-%m-%d")
            if "categories" in field:
                known = {entry["value"] for entry in field["categories"]}
                missing = {entry["value"] for entry in field["missingValues"]}
                values = {str(value) if field["type"] == "string" else value for value in column.dropna()}
                assert values <= known | missing, (field["name"], values - known - missing)
        if "primaryKey" in resource["schema"]:
            assert frame["record"].is_unique


def test_pandas_reads_the_row_of_hashtags(folder):
    pd = pandas()
    tagged = pd.read_csv(folder / "microdata-hxl.csv", header=[0, 1], low_memory=False)
    assert len(tagged) == len(records(folder))
    assert all(tag.startswith("#") for _, tag in tagged.columns)


def test_pandas_reads_the_workbook(folder):
    pd = pandas()
    try:
        sheets = pd.read_excel(folder / "microdata.xlsx", sheet_name=None)
    except ImportError as missing:
        raise Skip("openpyxl is not installed") from missing
    rows = records(folder)
    frame = sheets["interviews"]
    assert len(frame) == len(rows)
    assert set(rows[0]) <= set(frame.columns)
    assert list(frame["record"]) == [int(row["record"]) for row in rows]


def test_pandas_reads_stata(folder):
    pd = pandas()
    frame = pd.read_stata(folder / "microdata.dta", convert_categoricals=False)
    rows = records(folder)
    assert len(frame) == len(rows)
    assert list(frame["record"]) == [int(row["record"]) for row in rows]
    with pd.io.stata.StataReader(folder / "microdata.dta") as reader:
        assert any(reader.variable_labels().values())
        assert reader.value_labels()


def test_r_reads_spss_stata_and_csv(folder):
    need("Rscript")
    has = "quit(status = !all(sapply(c('haven', 'readr'), requireNamespace, quietly = TRUE)))"
    if subprocess.run(["Rscript", "-e", has], capture_output=True).returncode != 0:
        raise Skip("haven and readr are not installed")
    print("   ", run("Rscript", str(HERE / "read_open_data.R"), str(folder)).strip())


def test_pspp_reads_spss(folder):
    need("pspp-convert")
    with tempfile.TemporaryDirectory() as scratch:
        out = pathlib.Path(scratch) / "out.csv"
        run("pspp-convert", str(folder / "microdata.sav"), str(out))
        with open(out, encoding="utf-8", newline="") as file:
            found = list(csv.DictReader(file))
    assert len(found) == len(records(folder))


def test_duckdb_reads_parquet(folder):
    need("node")
    places = [os.environ.get("MTM_DUCKDB", ""), str(ROOT / "bench" / "peers")]
    for place in filter(None, places):
        if (pathlib.Path(place) / "node_modules" / "@duckdb" / "node-api").is_dir():
            print("   ", run("node", str(HERE / "read_parquet.mjs"), str(folder), place).strip())
            return
    raise Skip("@duckdb/node-api is not installed: npm ci in bench/peers")


def test_libreoffice_opens_the_workbook(folder):
    need("soffice")
    with tempfile.TemporaryDirectory() as scratch:
        filters = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
        run("soffice", f"-env:UserInstallation=file://{scratch}/profile", "--headless", "--convert-to", filters,
            "--outdir", scratch, str(folder / "microdata.xlsx"))
        sheet = pathlib.Path(scratch) / "microdata-interviews.csv"
        assert sheet.exists(), sorted(os.listdir(scratch))
        with open(sheet, encoding="utf-8", newline="") as file:
            found = list(csv.DictReader(file))
    rows = records(folder)
    assert len(found) == len(rows)
    first = rows[0]
    assert all(found[0][name] == text for name, text in first.items() if text and not text.startswith("'")), found[0]


def test_codebook_is_xml_and_keeps_to_the_schema_if_given(folder):
    need("xmllint")
    schema = os.environ.get("MTM_DDI_XSD")
    run("xmllint", "--noout", "--nonet", *(["--schema", schema] if schema else []), str(folder / "codebook.xml"))


def test_descriptions_are_json(folder):
    for name in ("datapackage.json", "hdx.json", "nada.json", "dataset.jsonld", "dcat.jsonld", "tables.json"):
        json.loads((folder / name).read_text(encoding="utf-8"))


def test_tables_are_long_and_withhold(folder):
    rows = records(folder, "tables.csv")
    assert {row["OBS_STATUS"] for row in rows} <= {"A", "U", "Q", "M"}
    for row in rows:
        assert (row["CONF_STATUS"] == "C") == (row["OBS_STATUS"] == "Q")
        if row["OBS_STATUS"] in "QM":
            assert row["value"] == "", row


def made_package(folder):
    program = ROOT / "build" / "release" / "publish_test"
    assert program.exists(), f"{program} is not built"
    environment = dict(os.environ, MTM_OPEN_PACKAGE=folder)
    done = subprocess.run([str(program), "--gtest_filter=Round4Package.IsWritten*"], env=environment,
                          capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-3000:]


def main():
    counts = {"passed": 0, "failed": 0, "skipped": 0}
    with tempfile.TemporaryDirectory() as scratch:
        if len(sys.argv) > 1:
            folder = pathlib.Path(sys.argv[1]).resolve()
        else:
            folder = pathlib.Path(scratch)
            made_package(scratch)
        for name, test in list(globals().items()):
            if not name.startswith("test_"):
                continue
            try:
                test(folder)
                result = "passed"
            except Skip as why:
                result = "skipped"
                print(f"skipped: {name}: {why}")
            except Exception as why:  # whatever a reader raises is a failure of its file
                result = "failed"
                print(f"FAILED: {name}: {type(why).__name__}: {why}")
            counts[result] += 1
            if result == "passed":
                print(f"passed: {name}")
    print(", ".join(f"{number} {word}" for word, number in counts.items()))
    sys.exit(counts["failed"] > 0)


main()
