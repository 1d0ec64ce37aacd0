// Vega-Lite as one script for a JavaScript engine that has no browser around it. The host defines
// `hostTextWidth(text, fontSize, fontFamily, fontWeight, fontStyle)` before it evaluates this, and
// then calls `startChart(json)` and, once promises have settled, `finishChart()`.
import './shims.js';
import { Error as ErrorLevel, parse, resetSVGDefIds, textMetrics, View } from 'vega';
import { compile } from 'vega-lite';

textMetrics.width = (item, text) => {
    const line = text == null ? '' : String(text);
    const size = item.fontSize ?? 11;
    return line === '' || !(size > 0)
        ? 0
        : globalThis.hostTextWidth(line, size, item.font ?? 'sans-serif',
                                   String(item.fontWeight ?? 'normal'), item.fontStyle ?? 'normal');
};

const refuse = (what) => Promise.reject(new Error(`a chart holds its own data; it cannot load ${what}`));
const loader = {
    load: refuse,
    sanitize: (uri) => Promise.reject(new Error(`a chart cannot refer to ${uri}`)),
    http: refuse,
    file: refuse,
};

// Vega reports what goes wrong while data flow to its logger and goes on; here that is a failure.
function failureLogger(failures) {
    const logger = {
        level: () => logger,
        error: (...messages) => { failures.push(messages.map((m) => m?.message ?? String(m)).join(' ')); return logger; },
        warn: (...messages) => (String(messages[0]).startsWith('Loading failed') ? logger.error(...messages) : logger),
        info: () => logger,
        debug: () => logger,
    };
    return logger;
}

let outcome = null;

globalThis.startChart = (json) => {
    outcome = { error: 'the chart never finished' };
    try {
        const failures = [];
        const logger = failureLogger(failures);
        const { spec } = compile(JSON.parse(json), { logger });
        resetSVGDefIds();
        const view = new View(parse(spec), { renderer: 'none', loader, logger, logLevel: ErrorLevel });
        view.toSVG().then(
            (svg) => { outcome = failures.length > 0 ? { error: failures.join('; ') } : { svg }; },
            (error) => { outcome = { error: error?.message ?? String(error) }; },
        ).finally(() => view.finalize());
    } catch (error) {
        outcome = { error: error?.message ?? String(error) };
    }
};

// The text that was made, with a letter in front: "=" for an SVG, "!" for what went wrong.
globalThis.finishChart = () => (outcome.svg === undefined ? `!${outcome.error}` : `=${outcome.svg}`);
