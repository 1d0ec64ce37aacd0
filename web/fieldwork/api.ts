// The calls of docs/formats/rest.md, and nothing else: whatever this page shows, a program can ask for too.
import { reactive, ref } from 'vue';
import { language } from './words';

export interface Session {
    email: string;
    name: string;
    owner: boolean;
    csrf: string;
    expiresAt: string;
    studies: { slug: string; title: string; role: Role }[];
}

export type Role = 'owner' | 'manager' | 'analyst' | 'reviewer' | 'supervisor' | 'enumerator';
export type ReviewState = 'none' | 'has_issues' | 'approved' | 'rejected';

export interface StudySummary {
    slug: string;
    project: number;
    title: string;
    round: string;
    state: 'draft' | 'pilot' | 'open' | 'closing' | 'closed';
    encrypted: boolean;
    rehearsal: boolean;
    interviews: number;
    role: Role;
}

export interface Named {
    name: string;
    label: string;
}

export interface Study extends StudySummary {
    timezone: string;
    languages: { code: string; name: string }[];
    versions: { version: string; formId: string; md5: string; current: boolean }[];
    areas: Named[];
    groups: Named[];
}

export interface Fieldwork {
    asOf: string;
    encrypted: boolean;
    received: number;
    counted: number | null; // of an encrypted study nobody knows here
    refused: number | null;
    flagged: number;
    pilot: number;
    medianDurationS: number | null;
    byDay: { day: string; interviews: number; refused: number }[];
    byArea: { area: string; label: string; interviews: number; target: number | null }[];
    targets: { area: string; group: string; target: number; interviews: number; full: boolean }[];
    byEnumerator: { enumerator: string; interviews: number; refused: number; flagged: number; medianDurationS: number | null; lastDay: string }[];
    byLanguage: { language: string; interviews: number }[];
    byReview: Record<ReviewState, number>;
    devices: { device: string; sender: string; lastContact: string; lastVersion: string; interviews: number }[];
}

export interface Point {
    id: string;
    lat: number;
    lon: number;
}

export interface Flag {
    code: string;
    question: string;
    detail: string;
}

export interface InterviewSummary {
    sequence: number;
    id: string;
    current: string; // instanceID of the state shown
    version: string;
    receivedAt: string;
    day: string;
    area: string;
    group: string;
    enumerator: string | null; // not for analysts
    sender: string | null; // so this
    language: string;
    consent: string;
    review: ReviewState;
    edits: number;
    filesPresent: number;
    filesExpected: number;
    durationS: number | null;
    pilot: boolean;
    sealed: boolean; // its answers are encrypted
    flags: Flag[];
}

export interface Answer {
    question: string;
    path: string;
    group: string;
    label: string;
    value: string | null;
    corrected: string | null; // what stands there after corrections, if it is something else
    text: string | null;
    asked: boolean;
    flags: string[];
    identifier: boolean;
}

/** One of two corrections of one answer to different values. */
export interface ConflictSide {
    new: string;
    reason: string;
    author: string;
    at: string;
}

export interface Interview extends InterviewSummary {
    encrypted: boolean; // its form encrypts, and no answer is shown
    answers: Answer[];
    history: { instanceId: string; version: string; receivedAt: string; sender: string }[];
    reviews: { at: string; by: string; state: ReviewState | null; comment: string }[];
    corrections: { path: string; old: string; new: string; reason: string; author: string; at: string }[];
    conflicts: { path: string; old: string; stands: ConflictSide; kept: ConflictSide; settled: boolean }[];
    files: { name: string; size: number; present: boolean; url: string }[];
}

export interface Device {
    id: number;
    name: string;
    label: string;
    createdAt: string;
    revokedAt: string | null;
    lastContact: string | null;
    lastVersion: string;
    interviews: number;
}

export interface NewDevice {
    id: number;
    name: string;
    password: string;
    url: string;
    settings: unknown;
    qr: string | null;
}

export interface Link {
    id: number;
    label: string;
    once: boolean;
    createdAt: string;
    usedAt?: string | null;
    revokedAt: string | null;
}

export interface Person {
    id: number;
    email: string;
    name: string;
    role: Role;
    team: string[];
    invited?: boolean;
}

export interface SetAside {
    number: number;
    receivedAt: string;
    sender: string;
    reason: string;
    size: number;
}

export interface AuditLine {
    number: number;
    at: string;
    who: string;
    what: string;
    study: string;
    about: string;
}

export class ApiError extends Error {
    constructor(
        readonly status: number, // 0: no answer
        message: string,
        readonly details: { field?: string; message?: string }[] = [],
        readonly retry_after_s = 0,
    ) {
        super(message);
    }
}

/// Who is signed in; null: nobody; undefined: not asked yet.
export const session = ref<Session | null | undefined>(undefined);
export const connection = reactive({ live: false });

async function error_of(answer: Response): Promise<ApiError> {
    const body = await answer.json().catch(() => ({}));
    const details = Array.isArray(body.details) ? body.details : [];
    return new ApiError(answer.status, body.message ?? `${answer.status}`, details, Number(answer.headers.get('retry-after')) || 0);
}

export async function call<T>(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown): Promise<T> {
    const headers: Record<string, string> = { Accept: 'application/json' };
    if (body !== undefined) headers['Content-Type'] = 'application/json';
    if (method !== 'GET' && session.value) headers['X-MTM-CSRF'] = session.value.csrf;
    let answer: Response;
    try {
        const init: RequestInit = { method, headers, credentials: 'same-origin', cache: 'no-store' };
        if (body !== undefined) init.body = JSON.stringify(body);
        answer = await fetch(`/v1${path}`, init);
    } catch {
        throw new ApiError(0, '');
    }
    if (answer.status === 401 && session.value) session.value = null; // it has ended
    if (!answer.ok) throw await error_of(answer);
    const text = await answer.text();
    return (text ? JSON.parse(text) : undefined) as T;
}

export const get = <T>(path: string) => call<T>('GET', path);

export async function look_who(): Promise<void> {
    try {
        session.value = await get<Session>('/sessions/current');
    } catch {
        session.value = null;
    }
}

export async function sign_in(email: string, password: string): Promise<void> {
    await call('POST', '/sessions', { email, password });
    await look_who();
}

export async function sign_out(): Promise<void> {
    await call('DELETE', '/sessions/current').catch(() => undefined);
    session.value = null;
}

/// What a role may do here; the server decides, this only spares people calls that it would refuse.
export function may(role: Role | undefined, right: 'read_answers' | 'review' | 'correct' | 'withdraw' | 'manage'): boolean {
    if (!role) return false;
    if (role === 'owner' || role === 'manager') return true;
    if (right === 'read_answers') return true;
    return (role === 'reviewer' || role === 'supervisor') && (right === 'review' || right === 'correct');
}

/// `path` with its parts made safe: at`/studies/${slug}`.
export function at(parts: TemplateStringsArray, ...values: (string | number)[]): string {
    return parts.reduce((out, part, i) => out + part + (i < values.length ? encodeURIComponent(values[i]!) : ''), '');
}

/// The query that asks for names in the page's language, where the form has it.
export function in_page_language(study: Pick<Study, 'languages'>): { language?: string } {
    return study.languages.some(({ code }) => code === language.value) ? { language: language.value } : {};
}

/// Calls `changed` whenever the server says that something of the study has changed; the connection is
/// kept and made again. Returns what ends it.
export function follow(slug: string, changed: () => void): () => void {
    // The server ends the stream of someone who has signed out or lost their role.
    const source = new EventSource(`/v1${at`/studies/${slug}/events`}`);
    let last = '';
    source.onopen = () => (connection.live = true);
    source.onerror = () => (connection.live = false);
    source.addEventListener('revision', (event) => {
        connection.live = true;
        const revision = (event as MessageEvent<string>).data;
        if (last && revision !== last) changed();
        last = revision;
    });
    source.addEventListener('end', () => {
        source.close();
        void look_who();
    });
    return () => {
        connection.live = false;
        source.close();
    };
}
