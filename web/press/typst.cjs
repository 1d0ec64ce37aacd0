// Reads a Typst document from stdin and writes its PDF to stdout. Run as: node -e SCRIPT PACKAGES,
// where PACKAGES is the folder node_modules that holds the compiler.
const { createRequire } = require("node:module");
const { readFileSync, writeSync } = require("node:fs");

const { NodeCompiler } = createRequire(process.argv[1] + "/")("@myriaddreamin/typst-ts-node-compiler");
const compiler = NodeCompiler.create({});
try {
    // A fixed time: the same document gives the same bytes.
    const pdf = compiler.pdf(
        { mainFileContent: readFileSync(0, "utf8") },
        { pdfStandard: "ua-1", creationTimestamp: 0 },
    );
    for (let written = 0; written < pdf.length; ) written += writeSync(1, pdf, written);
} catch (error) {
    // The compiler's own errors have no message: what it says stands in their code.
    process.stderr.write(`${error.message || error.code || error}\n`);
    process.exit(1);
}
