// Changes that MTM makes to @getodk/web-forms 0.22.0 while it is bundled. The library has no public
// way to take up a draft under its own instanceID, to reach the form's root, or to speak another
// language than English. Each change names the exact text that it replaces and how often that text
// must be found; a version in which it is not fails the build instead of losing drafts in the field.
import type { Plugin } from 'vite';

interface Change {
    what: string;
    find: string | RegExp;
    put: string;
    times?: number; // 1 unless said otherwise
}

// Text that is set once and cached by Vue, made one that follows the language.
const cached = (text: string, tag = 'span'): Change => ({
    what: `translate “${text}”`,
    find: new RegExp(`\\w+\\[\\d+\\] \\|\\| \\(\\w+\\[\\d+\\] = createElementVNode\\("${tag}", null, "${text}", -1\\)\\)`, 'g'),
    put: `createElementVNode("${tag}", null, toDisplayString(mtmWord("${text}")), 1)`,
});
const property = (name: string, text: string): Change => ({
    what: `translate “${text}”`,
    find: `${name}: "${text}"`,
    put: `${name}: mtmWord("${text}")`,
});

const CHANGES: Change[] = [
    {
        what: 'take up a draft under its own instanceID',
        find: 'const rA = resolvableFormInstanceInput(tA.editInstance), oA = await AA.editInstance(rA, nA);',
        put: `const oA = tA.editInstance.draft
      ? await AA.restoreInstance({ data: tA.editInstance.draft }, nA)
      : await AA.editInstance(resolvableFormInstanceInput(tA.editInstance), nA);`,
    },
    { what: 'declare the event root', find: 'emits: ["submit", "submitChunked"]', put: 'emits: ["submit", "submitChunked", "root"]' },
    {
        what: 'tell the form’s root',
        find: 'EA.value = QA.instance?.mode === "edit";',
        put: 'EA.value = QA.instance?.mode === "edit"; tA("root", QA.root, QA.error);',
    },
    {
        what: 'translate messages of required answers and constraints',
        find: 'const AA = VALIDATION_TEXT[tA], nA = new TextChunk(eA, "literal", AA);\n  return () => new TextRange("engine", tA, [nA]);',
        put: `return () => {
    eA.getActiveLanguage?.();
    return new TextRange("engine", tA, [new TextChunk(eA, "literal", mtmWord(VALIDATION_TEXT[tA]))]);
  };`,
    },
    {
        what: 'translate the number of errors',
        find: 'return QA === 0 ? "" : QA === 1 ? "1 question with error." : `${QA} questions with errors.`;',
        put: 'return QA === 0 ? "" : mtmWord("Questions to look at:") + " " + QA;',
    },
    {
        what: 'translate “Send”, also while the form is open',
        find: /label: "Send",\n(\s+onClick: SA\[1\] \|\| \(SA\[1\] = \(mA\) => BA\(unref\(gA\)\)\)\s+\})\)/g,
        put: 'label: mtmWord("Send"),\n$1, null, 8, ["label"])',
    },
    property('label', 'Remove'),
    property('label', 'Cancel'),
    property('label', 'Save location'),
    property('literal', 'Repeat Item'),
    property('alt', 'Captured image preview'),
    cached('Get location'),
    cached('Try again'),
    cached('Rank items'),
    cached('Take picture'),
    cached('Choose image'),
    cached('Finding your location', 'strong'),
    {
        what: 'translate the reason why there is no position',
        find: /\[\.\.\.QA\[4\] \|\| \(QA\[4\] = \[\s+createElementVNode\("strong", null, "Cannot access location", -1\),\s+createTextVNode\("\s", -1\),\s+createElementVNode\("span", null, "(Grant location[^"]+)", -1\)\s+\]\)\]/g,
        put: '[createElementVNode("strong", null, toDisplayString(mtmWord("Cannot access location")), 1), createTextVNode(" ", -1), createElementVNode("span", null, toDisplayString(mtmWord("$1")), 1)]',
    },
    {
        what: 'translate “Time taken to capture location”',
        find: 'IA[4] || (IA[4] = createTextVNode("Time taken to capture location: ", -1))',
        put: 'createTextVNode(toDisplayString(mtmWord("Time taken to capture location:")) + " ", 1)',
    },
    {
        what: 'translate “Location will be saved at”',
        find: '" Location will be saved at " + toDisplayString',
        put: '" " + mtmWord("Location will be saved at") + " " + toDisplayString',
    },
    {
        what: 'translate “Previous saved location at”',
        find: '" Previous saved location at " + toDisplayString',
        put: '" " + mtmWord("Previous saved location at") + " " + toDisplayString',
    },
    { what: 'translate “Accuracy”', find: '"Accuracy: " + ', put: 'mtmWord("Accuracy:") + " " + ' },
    { what: 'translate “Latitude”', find: '"Latitude: " + ', put: 'mtmWord("Latitude:") + " " + ' },
    { what: 'translate “Longitude”', find: '"Longitude: " + ', put: 'mtmWord("Longitude:") + " " + ' },
    {
        what: 'translate how good a position is',
        find: /toDisplayString\((iA|aA)\.value\.label\)/g,
        put: 'toDisplayString(mtmWord($1.value.label))',
        times: 2,
    },
    { what: 'translate “Add”', find: 'rA[1] || (rA[1] = createTextVNode(" Add ", -1))', put: 'createTextVNode(" " + toDisplayString(mtmWord("Add")) + " ", 1)' },
    {
        what: 'translate that there is no background position',
        find: '"Location unavailable. Enable GPS and browser permissions, then restart the form to try again."',
        put: 'mtmWord("Location unavailable. Enable GPS and browser permissions, then restart the form to try again.")',
    },
];

function apply(code: string, change: Change): string {
    const parts = code.split(change.find);
    const groups = typeof change.find === 'string' ? 0 : new RegExp(change.find.source + '|').exec('')!.length - 1;
    const found = (parts.length - 1) / (groups + 1);
    if (found !== (change.times ?? 1)) {
        throw new Error(`@getodk/web-forms is not the version that MTM changes: to ${change.what}, found ${found} places.`);
    }
    return typeof change.find === 'string' ? parts.join(change.put) : code.replace(change.find, change.put);
}

/// Applies CHANGES, and leaves out the embedded Roboto (0.66 MB compressed): every telephone has fonts.
export function web_forms_patch(words_module: string): Plugin {
    let patched = false;
    return {
        name: 'mtm-web-forms-patch',
        enforce: 'pre',
        transform(code, id) {
            if (!id.includes('@getodk/web-forms/dist/')) return null;
            if (/\/index\.js$/.test(id)) {
                return { code: code.replace(/@font-face\{font-family:Roboto;[^}]*\}/g, ''), map: null };
            }
            if (!/\/index-[\w-]+\.js$/.test(id)) return null;
            patched = true;
            const changed = CHANGES.reduce(apply, code);
            return { code: `import { word as mtmWord } from ${JSON.stringify(words_module)};\n${changed}`, map: null };
        },
        buildEnd(error) {
            if (!error && !patched) this.error('@getodk/web-forms was bundled without MTM’s changes.');
        },
    };
}
