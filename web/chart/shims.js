// What Vega expects of any JavaScript host and a bare engine lacks. Timers run at once: a chart is
// printed, never animated.
globalThis.console ??= { log() {}, info() {}, debug() {}, warn() {}, error() {} };
globalThis.setTimeout ??= (callback, _delay, ...values) => { Promise.resolve().then(() => callback(...values)); return 0; };
globalThis.clearTimeout ??= () => {};
globalThis.structuredClone ??= function clone(value) {
    if (value === null || typeof value !== 'object') return value;
    if (Array.isArray(value)) return value.map(clone);
    if (value instanceof Date) return new Date(value);
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, clone(inner)]));
};
