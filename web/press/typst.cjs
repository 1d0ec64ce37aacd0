// Reads a Typst document from stdin and writes its PDF to stdout. Run as: node -e SCRIPT PACKAGES,
// where PACKAGES is the folder node_modules that holds the compiler.
const { createRequire } = require("node:module");
const { readFileSync, writeSync } = require("node:fs");

const { NodeCompiler } = createRequire(process.argv[1] + "/")("@myriaddreamin/typst-ts-node-compiler");
const compiler = NodeCompiler.create({});
const source = readFileSync(0, "utf8");

// `shrunk` and `floated`: numbers of charts.
function compiled(shrunk, floated) {
    const outcome = compiler.compile({
        mainFileContent: source,
        inputs: { shrunk: shrunk.join(","), floated: floated.join(",") },
    });
    if (outcome.result) return outcome.result;
    const told = compiler.fetchDiagnostics(outcome.takeDiagnostics());
    throw new Error(told.map((diagnostic) => diagnostic.message).join("; ") || "Typst failed");
}

// The first chart that leaves more of the page before its own empty than this, in points: about a quarter of
// a page of A4. Zero if there is none.
const gapMost = 175;
const textEnds = 780;
function chartAfterGap(places) {
    for (let i = 1; i < places.length; ++i) {
        const { chart, page } = places[i];
        const before = places[i - 1];
        if (chart > 0 && page > before.page && textEnds - before.y > gapMost) return chart;
    }
    return 0;
}

// A document that says where its charts begin and its paragraphs end (report.typ) is set again, one chart after
// another, for each may move all that follow: one that would leave a gap is made a little smaller, and floats if
// that is not enough.
function withoutGaps() {
    let shrunk = [];
    const floated = [];
    let document = compiled(shrunk, floated);
    for (let pass = 0; pass < 100; ++pass) {
        const places = compiler.query(document, { selector: "<mtm-place>", field: "value" });
        const chart = chartAfterGap(places.filter((place) => !floated.includes(place.chart)));
        if (chart === 0) break;
        if (shrunk.includes(chart)) {
            shrunk = shrunk.filter((other) => other !== chart);
            floated.push(chart);
        } else {
            shrunk.push(chart);
        }
        document = compiled(shrunk, floated);
    }
    return document;
}

try {
    // A fixed time: the same document gives the same bytes.
    const pdf = compiler.pdf(withoutGaps(), { pdfStandard: "ua-1", creationTimestamp: 0 });
    for (let written = 0; written < pdf.length; ) written += writeSync(1, pdf, written);
} catch (error) {
    // The compiler's own errors have no message: what it says stands in their code.
    process.stderr.write(`${error.message || error.code || error}\n`);
    process.exit(1);
}
