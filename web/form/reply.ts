// What the server's answer to an interview means, and when to try again.

/// Why an interview is still on the device. Each has a sentence in words.ts.
export type Trouble =
    | 'unreachable' // no network, or the server does not answer
    | 'busy' // the server says to come back
    | 'no_access' // 401, 403, 404: the link was withdrawn
    | 'conflict' // 409: closed, or the number is taken by another interview
    | 'used' // 410: the link was good for one interview
    | 'too_large' // 413
    | 'unreadable'; // any other refusal: the team has to look

export type Verdict = { kind: 'sent' } | { kind: 'again'; trouble: Trouble; after_ms?: number } | { kind: 'refused'; trouble: Trouble };

/// `status` 0: no answer at all. Only 201 and 202 mean that the interview is on the server's disk; a
/// 200 is a hotel's sign-in page.
export function verdict(status: number, retry_after?: string | null): Verdict {
    if (status === 201 || status === 202) return { kind: 'sent' };
    if (status === 401 || status === 403 || status === 404) return { kind: 'refused', trouble: 'no_access' };
    if (status === 409) return { kind: 'refused', trouble: 'conflict' };
    if (status === 410) return { kind: 'refused', trouble: 'used' };
    if (status === 413) return { kind: 'refused', trouble: 'too_large' };
    if (status === 408 || status === 423 || status === 425 || status === 429 || status >= 500) {
        const seconds = Number(retry_after);
        const after_ms = retry_after && Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : undefined;
        return { kind: 'again', trouble: 'busy', ...(after_ms === undefined ? {} : { after_ms }) };
    }
    if (status >= 400) return { kind: 'refused', trouble: 'unreadable' };
    return { kind: 'again', trouble: 'unreachable' };
}

const FIRST_MS = 5_000;
const LONGEST_MS = 15 * 60_000;

/// How long to wait after the `attempt`-th failure (from 1): doubles from 5 s to 15 min, a fifth
/// more or less, so that a team coming back into the network does not call all at once. `random` is in [0, 1).
export function delay_ms(attempt: number, random: number): number {
    const plain = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(Math.max(attempt, 1) - 1, 20));
    return Math.round(plain * (0.8 + 0.4 * random));
}

/// Parts in the fewest requests under `limit` bytes; the XML (first part) is in each. A part that
/// is too large alone goes alone: the server must say so.
export function batches<T extends { bytes: { length: number } }>(parts: readonly T[], limit: number): T[][] {
    const [xml, ...files] = parts;
    if (!xml) return [];
    const overhead = (part: T) => part.bytes.length + 512; // its headers in the request
    const out: T[][] = [[xml]];
    let size = overhead(xml);
    for (const file of files) {
        if (size + overhead(file) > limit && out[out.length - 1]!.length > 1) {
            out.push([xml]);
            size = overhead(xml);
        }
        out[out.length - 1]!.push(file);
        size += overhead(file);
    }
    return out;
}
