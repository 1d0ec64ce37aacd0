// Reads a Typst document from stdin and writes its PDF to stdout. Run as: node -e SCRIPT PACKAGES,
// where PACKAGES is the folder node_modules that holds the compiler.
//
// A document whose charts may be made smaller and change places with the text beside them (report.typ) is set
// so that no page is left half empty. It is set once in one strip, without pages, to learn the height of each
// piece; from these the cheapest way to fill pages is found, as TeX finds that to fill lines; then it is set on
// pages. Where a chart did not fit after all, it is taken to be a little higher, and the search is made again.
// Tested by tests/programs_report_test.cc.
const { createRequire } = require("node:module");
const { readFileSync, writeSync } = require("node:fs");

const { NodeCompiler } = createRequire(process.argv[1] + "/")("@myriaddreamin/typst-ts-node-compiler");
const compiler = NodeCompiler.create({});
const source = readFileSync(0, "utf8");

function compiled(inputs) {
    const outcome = compiler.compile({ mainFileContent: source, inputs });
    if (outcome.result) return outcome.result;
    const told = compiler.fetchDiagnostics(outcome.takeDiagnostics());
    throw new Error(told.map((diagnostic) => diagnostic.message).join("; ") || "Typst failed");
}

const placesIn = (document) => compiler.query(document, { selector: "<mtm-place>", field: "value" });

// In points, of a page of A4 as report.typ has it.
const pageTop = 76.5;
const pageHeight = 703;
const lineHeight = 14;
const headingHeight = 38;
const aboveNotes = 14;
const spaceBefore = 15;
const blankEnough = 150;  // a page that is emptier is tried again

const sizes = [1, 0.97, 0.94, 0.91, 0.88, 0.85, 0.82, 0.8];

// The pieces of a strip, in order: text, blocks that do not part, charts. `above` is the space before a piece,
// which there is none of at the head of a page, `heading` the height of headings in it, `notes` that of its
// footnotes; `begins` is true of what follows a heading, `newPage` where the author wants one. A chart `mayStand`
// before some of them.
function piecesOf(places) {
    const entries = places.filter((place) => place.kind === "note-entry");
    const noteHeights = entries.map((entry, i) => {
        const next = entries[i + 1];
        return next && next.page === entry.page ? next.y - entry.y : 1.5 * lineHeight;
    });
    const pieces = [];
    const mayStand = new Map();
    let notes = 0;
    let end = { page: 0, y: pageTop };
    let starts = [];
    for (const place of places) {
        if (place.kind === "note-entry") continue;
        if (place.kind === "note") {
            notes += noteHeights.shift() || 0;
        } else if (place.kind === "place") {
            if (!mayStand.has(place.chart)) mayStand.set(place.chart, []);
            mayStand.get(place.chart).push({ moved: place.moved, piece: pieces.length });
        } else if (place.kind === "heading" || place.kind === "chart") {
            starts.push(place);
        } else {
            const newPage = place.page !== end.page;
            const from = newPage ? pageTop : end.y;
            const begin = starts.length > 0 ? starts[0].y : from;
            const headings = starts.filter((start) => start.kind === "heading").length;
            const chart = starts.find((start) => start.kind === "chart");
            pieces.push({
                kind: chart ? "chart" : place.kind,
                height: place.y - begin,
                above: begin - from,
                heading: headings * headingHeight,
                begins: headings > 0 || newPage,
                chart: chart ? chart.chart : 0,
                drawing: chart ? chart.drawing : 0,
                mayStand: chart ? mayStand.get(chart.chart) || [{ moved: 0, piece: pieces.length }] : [],
                notes,
                newPage,
            });
            end = place;
            starts = [];
            notes = 0;
        }
    }
    return pieces;
}

// What it costs to leave so much of a page empty, to make a chart smaller, to move it.
function costOfBlank(blank) {
    const share = Math.max(0, blank) / pageHeight;
    return 100 * share * share + (share > 0.25 ? 300 * (share - 0.25) : 0);
}
const costOfSize = (size) => 60 * (1 - size) * (1 - size);
const costOfMove = (moved) => (moved === 0 ? 0 : 0.3 + 0.2 * Math.abs(moved));

// A page, or the one after it, with a piece added; and what that leaves empty of the first.
function added(page, piece) {
    const notes = piece.notes > 0 ? piece.notes + (page.notes ? 0 : aboveNotes) : 0;
    const alone = { notes: piece.notes > 0, used: piece.notes > 0 ? aboveNotes + piece.notes : 0, blank: 0 };
    if (piece.newPage || page.used === 0) return { ...alone, used: alone.used + piece.height };
    const all = piece.above + piece.height;
    if (page.used + all + notes <= pageHeight) {
        return { used: page.used + all + notes, notes: page.notes || piece.notes > 0, blank: 0 };
    }
    // A chart stays whole, and so do boxes; tables may break, but their blocks are low here.
    if (piece.kind === "text") {
        const room = Math.floor((pageHeight - page.used - piece.above - piece.heading) / lineHeight);
        const lines = Math.floor((piece.height - piece.heading) / lineHeight);
        const here = Math.min(room, lines - 2);
        if (here >= 2) return { ...alone, used: alone.used + piece.height - piece.heading - here * lineHeight };
    }
    return { ...alone, used: alone.used + piece.height, blank: pageHeight - page.used };
}

// Pieces between two headings.
function stretchesOf(pieces) {
    const out = [];
    for (const piece of pieces) {
        if (piece.begins || out.length === 0) out.push([]);
        out[out.length - 1].push(piece);
    }
    return out;
}

// All states of the page that can be reached, the cheapest way to each: by how full the page is.
function keep(states, state) {
    const key = Math.round(state.used / 2) * 2 + (state.notes ? 1 : 0);
    const known = states.get(key);
    if (!known || state.cost < known.cost) states.set(key, state);
}

// The states of the page after a stretch, from those before it: its charts and its other pieces keep their
// orders, and every way to shuffle the one into the other that report.typ has places for is tried.
function throughStretch(pieces, first, stretch, from, higher) {
    const others = stretch.filter((piece) => piece.kind !== "chart");
    const charts = stretch.filter((piece) => piece.kind === "chart");
    // A place before a piece is one after so many others.
    const othersBefore = (index) => pieces.slice(first, index).filter((piece) => piece.kind !== "chart").length;
    const moves = charts.map((chart) => new Map(chart.mayStand.map(({ moved, piece }) => [othersBefore(piece), moved])));
    const { heading, above, newPage } = stretch[0];
    const lattice = new Map([["0,0", from]]);
    const at = (t, c) => {
        const key = t + "," + c;
        if (!lattice.has(key)) lattice.set(key, new Map());
        return lattice.get(key);
    };
    // The heading goes with whatever stands first.
    const headed = (piece, first) => {
        const bare = { ...piece, heading: 0, newPage: false, height: piece.height - piece.heading };
        if (piece === stretch[0]) bare.above = spaceBefore;
        return first ? { ...bare, heading, above, newPage, height: bare.height + heading } : bare;
    };
    const tell = (state, page, cost, choice) => ({ ...page, cost: state.cost + costOfBlank(page.blank) + cost, choice });
    for (let t = 0; t <= others.length; ++t) {
        for (let c = 0; c <= charts.length; ++c) {
            for (const state of at(t, c).values()) {
                if (t < others.length) {
                    const page = added(state, headed(others[t], t + c === 0));
                    keep(at(t + 1, c), tell(state, page, 0, state.choice));
                }
                if (c === charts.length || !moves[c].has(t)) continue;
                const piece = headed(charts[c], t + c === 0);
                const height = piece.height + (higher.get(piece.chart) || 0);
                const moved = moves[c].get(t);
                for (const size of sizes) {
                    const page = added(state, { ...piece, height: height - (1 - size) * piece.drawing });
                    const choice = { chart: piece.chart, size, moved, blank: page.blank, before: state.choice };
                    keep(at(t, c + 1), tell(state, page, costOfSize(size) + costOfMove(moved), choice));
                }
            }
        }
    }
    return at(others.length, charts.length);
}

// Sizes and places of charts, as report.typ takes them, and what each leaves empty of the page before it.
function plan(pieces, higher) {
    let states = new Map([[0, { used: 0, notes: false, blank: 0, cost: 0, choice: null }]]);
    let first = 0;
    for (const stretch of stretchesOf(pieces)) {
        states = throughStretch(pieces, first, stretch, states, higher);
        first += stretch.length;
    }
    const best = [...states.values()].reduce((a, b) => (b.cost < a.cost ? b : a));
    const inputs = { sizes: "", moved: "" };
    const expected = new Map();
    for (let choice = best.choice; choice; choice = choice.before) {
        if (choice.size !== 1) inputs.sizes += `${choice.chart}:${choice.size},`;
        if (choice.moved !== 0) inputs.moved += `${choice.chart}:${choice.moved},`;
        expected.set(choice.chart, choice.blank);
    }
    return { inputs, expected };
}

// What is empty of pages before charts and headings that begin the next one, but for those where the author
// wants a new page; with the chart that was too high.
function gapsIn(places, wanted) {
    const notesBegin = new Map();
    for (const { kind, page, y } of places) {
        if (kind === "note-entry") notesBegin.set(page, Math.min(y, notesBegin.get(page) || y));
    }
    const out = [];
    let before = null;
    let headings = 0;
    for (const place of places) {
        if (place.kind.startsWith("note")) continue;
        if (place.kind === "heading") ++headings;
        const begins = before !== null && place.page > before.page;
        if (begins && (place.kind === "chart" || (place.kind === "heading" && !wanted.has(headings)))) {
            const end = notesBegin.has(before.page) ? notesBegin.get(before.page) - aboveNotes : pageTop + pageHeight;
            out.push({ chart: place.chart || 0, page: before.page, blank: end - before.y });
        } else if (place.kind === "chart" && before.kind === "heading" && out.length > 0) {
            const gap = out[out.length - 1];
            if (gap.page === place.page - 1 && gap.chart === 0) gap.chart = place.chart;
        }
        before = place;
    }
    return out;
}

// Headings, counted from 1, that begin a page of the strip.
function headingsOnNewPages(places) {
    const out = new Set();
    let headings = 0;
    let page = 0;
    for (const place of places) {
        if (place.kind.startsWith("note")) continue;
        if (place.kind === "heading" && (++headings, place.page !== page)) out.add(headings);
        page = place.page;
    }
    return out;
}

function withoutGaps() {
    const places = placesIn(compiled({ strip: "1" }));
    if (!places.some((place) => place.kind === "chart")) return compiled({});
    const pieces = piecesOf(places);
    const wanted = headingsOnNewPages(places);
    const higher = new Map();
    let best = null;
    for (let pass = 0; pass < 12; ++pass) {
        const { inputs, expected } = plan(pieces, higher);
        const document = compiled(inputs);
        const gaps = gapsIn(placesIn(document), wanted);
        const cost = gaps.reduce((sum, gap) => sum + costOfBlank(gap.blank), 0);
        if (!best || cost < best.cost) best = { document, cost };
        const unseen = (gap) => gap.chart > 0 && gap.blank > expected.get(gap.chart) + 4 * lineHeight;
        const surprises = gaps.filter((gap) => gap.blank > blankEnough && unseen(gap));
        if (surprises.length === 0) break;
        for (const { chart } of surprises) higher.set(chart, 1.6 * (higher.get(chart) || 4));
    }
    return best.document;
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
