// The form of a link: fetched whole (description, XForm, media) or not at all, and the last whole one
// kept for when there is no network.
import type { FormDescription, FormPackage, Vault } from './vault';

export type Opened =
    | { kind: 'open'; form: FormPackage; from: 'server' | 'device'; clock_off_ms: number; updated: boolean }
    | { kind: 'closed_link'; status: number } // 401, 403, 404, 410: the server knows better than this device
    | { kind: 'unreachable' }; // and nothing is kept here

const TIMEOUT_MS = 10_000;

async function get(url: string): Promise<Response> {
    return fetch(url, { credentials: 'omit', cache: 'no-cache', signal: AbortSignal.timeout(TIMEOUT_MS) });
}

// On this server, whatever name the server believes to have (it may be behind a proxy).
function here(url: string): string {
    const parsed = new URL(url, location.href);
    return parsed.pathname + parsed.search;
}

async function fetch_form(link: string, description: FormDescription): Promise<FormPackage> {
    const answer = await get(here(description.current));
    if (!answer.ok) throw new Error(`the form: ${answer.status}`);
    const xml = await answer.text();
    const media: FormPackage['media'] = [];
    for (const { name, url } of description.media) {
        const file = await get(here(url));
        if (!file.ok) throw new Error(`${name}: ${file.status}`);
        media.push({ name, type: file.headers.get('content-type') ?? '', blob: await file.blob() });
    }
    return { key: `${link} ${description.md5}`, link, saved: Date.now(), description, xml, media };
}

/// Drops earlier versions that no draft needs any more.
async function tidy(vault: Vault, link: string): Promise<void> {
    const needed = new Set((await vault.list()).map((held) => held.form));
    for (const old of (await vault.forms(link)).slice(1)) if (!needed.has(old.key)) await vault.drop_form(old.key);
}

export async function open_form(vault: Vault, link: string): Promise<Opened> {
    const kept = await vault.forms(link).catch(() => []);
    const latest = kept[0];
    let description: FormDescription;
    let clock_off_ms = 0;
    try {
        const answer = await get(`/f/${encodeURIComponent(link)}/form.json`);
        if ([401, 403, 404, 410].includes(answer.status)) return { kind: 'closed_link', status: answer.status };
        if (!answer.ok) throw new Error(String(answer.status));
        description = await answer.json();
        clock_off_ms = Date.now() - description.now;
    } catch {
        if (!latest) return { kind: 'unreachable' };
        return { kind: 'open', form: latest, from: 'device', clock_off_ms: 0, updated: false };
    }
    const same = kept.find((form) => form.description.md5 === description.md5);
    try {
        const form = same ? { ...same, saved: Date.now(), description } : await fetch_form(link, description);
        await vault.keep_form(form).catch(() => undefined); // no room: it can be filled all the same
        await tidy(vault, link).catch(() => undefined);
        return { kind: 'open', form, from: 'server', clock_off_ms, updated: !same && latest !== undefined };
    } catch {
        if (!latest) return { kind: 'unreachable' };
        return { kind: 'open', form: latest, from: 'device', clock_off_ms, updated: false };
    }
}

/// Answers jr:// addresses of the form from the package.
export function attachment_of(form: FormPackage, url: URL | string): Response {
    const name = decodeURIComponent(String(url).split('/').pop() ?? '');
    const found = form.media.find((file) => file.name === name);
    if (!found) return new Response(null, { status: 404 });
    return new Response(found.blob, { status: 200, headers: { 'content-type': found.type || 'application/octet-stream' } });
}
