// Drafts and filled interviews on the device until the server has them.
import { type Part, type Sealed, seal, unseal } from './seal';
import type { Trouble } from './reply';

/// What the page may know of an interview without opening it. No answer is in here.
export interface Held {
    id: string; // of the device alone
    link: string; // token of the link it is filled under
    form: string; // key of the form package it is filled with
    version: string;
    state: 'draft' | 'waiting' | 'refused';
    created: number; // milliseconds since 1970, by this device's clock
    updated: number;
    attempts: number;
    next_try: number;
    status: number; // of the last answer; 0: none
    trouble?: Trouble;
    only_in_page?: boolean; // could not be stored: gone when the page is closed
}

/// Proof of what was sent. Holds no answer.
export interface Receipt {
    link: string;
    version: string;
    code: string; // see receipt_code
    sent: number;
    status: number;
}

/// A form as it is filled: kept so that it can be opened without a network, and each draft with the
/// version that it was begun under.
export interface FormPackage {
    key: string; // link and MD5 of the form
    link: string;
    saved: number;
    description: FormDescription;
    xml: string;
    media: { name: string; type: string; blob: Blob }[];
}

export interface Unsupported {
    question: string;
    type: string;
    what: string;
}

/// form.json of docs/formats/rest.md.
export interface FormDescription {
    title: string;
    formId: string;
    version: string;
    md5: string;
    languages: { code: string; name: string }[];
    current: string;
    media: { name: string; url: string }[];
    submission: string;
    encrypted: boolean;
    once: boolean;
    rehearsal?: boolean;
    state?: string; // of the study: draft, pilot, open, closing, closed
    largestBody: number;
    now: number;
    unsupported: Unsupported[];
}

export interface Vault {
    /// Stores or replaces; once it has resolved, the interview survives a closed page.
    save(held: Held, parts: readonly Part[]): Promise<void>;
    load(id: string): Promise<Part[]>;
    note(held: Held): Promise<void>; // changes what is known of it, not its parts
    list(): Promise<Held[]>; // oldest first
    /// Forgets an interview; with a receipt, in the same step.
    wipe(id: string, receipt?: Receipt): Promise<void>;
    receipts(link: string): Promise<Receipt[]>; // latest first

    keep_form(form: FormPackage): Promise<void>;
    forms(link: string): Promise<FormPackage[]>; // latest first
    drop_form(key: string): Promise<void>;
}

/// For browsers that keep nothing (private windows, plain http), and for tests.
export class MemoryVault implements Vault {
    private held = new Map<string, { held: Held; parts: Part[] }>();
    private sent: Receipt[] = [];
    private packages = new Map<string, FormPackage>();

    async save(held: Held, parts: readonly Part[]) {
        this.held.set(held.id, { held: { ...held }, parts: [...parts] });
    }
    async load(id: string) {
        const found = this.held.get(id);
        if (!found) throw new Error('no such interview');
        return found.parts;
    }
    async note(held: Held) {
        const found = this.held.get(held.id);
        if (found) found.held = { ...held };
    }
    async list() {
        return [...this.held.values()].map(({ held }) => ({ ...held })).sort((a, b) => a.created - b.created);
    }
    async wipe(id: string, receipt?: Receipt) {
        this.held.delete(id);
        if (receipt) this.sent.unshift(receipt);
    }
    async receipts(link: string) {
        return this.sent.filter((receipt) => receipt.link === link);
    }
    async keep_form(form: FormPackage) {
        this.packages.set(form.key, form);
    }
    async forms(link: string) {
        return [...this.packages.values()].filter((form) => form.link === link).sort((a, b) => b.saved - a.saved);
    }
    async drop_form(key: string) {
        this.packages.delete(key);
    }
}

type Row = Held & { sealed: Sealed };

function done(request: IDBTransaction): Promise<void> {
    return new Promise((resolve, reject) => {
        request.oncomplete = () => resolve();
        request.onabort = () => reject(request.error ?? new Error('the browser stored nothing'));
    });
}

function value<T>(request: IDBRequest<T>): Promise<T> {
    return new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
    });
}

/// IndexedDB. What can be read without a key is a Held, a Receipt and the empty form.
export class DeviceVault implements Vault {
    private constructor(private readonly base: IDBDatabase) {}

    /// Rejects where the browser keeps nothing: also where it only pretends to.
    static async open(): Promise<DeviceVault> {
        if (!globalThis.indexedDB || !globalThis.crypto?.subtle) throw new Error('this browser keeps nothing');
        const request = indexedDB.open('mtm-form', 1);
        request.onupgradeneeded = () => {
            request.result.createObjectStore('interviews', { keyPath: 'id' });
            request.result.createObjectStore('receipts', { autoIncrement: true });
            request.result.createObjectStore('forms', { keyPath: 'key' });
        };
        const vault = new DeviceVault(await value(request));
        vault.base.onversionchange = () => vault.base.close();
        await vault.probe();
        return vault;
    }

    private async probe() {
        const held: Held = { id: 'probe', link: '', form: '', version: '', state: 'draft', created: 0, updated: 0, attempts: 0, next_try: 0, status: 0 };
        await this.save(held, [{ name: 'probe', type: '', bytes: new Uint8Array([1]) }]);
        const parts = await this.load('probe');
        await this.wipe('probe');
        if (parts[0]?.bytes[0] !== 1) throw new Error('this browser keeps nothing');
    }

    private write(names: string[]) {
        return this.base.transaction(names, 'readwrite', { durability: 'strict' });
    }
    private async row(id: string): Promise<Row | undefined> {
        return value(this.base.transaction('interviews').objectStore('interviews').get(id));
    }

    async save(held: Held, parts: readonly Part[]) {
        const before = await this.row(held.id);
        const sealed = await seal(held.id, parts, before?.sealed.key);
        const step = this.write(['interviews']);
        step.objectStore('interviews').put({ ...held, sealed });
        await done(step);
    }
    async load(id: string) {
        const row = await this.row(id);
        if (!row) throw new Error('no such interview');
        return unseal(id, row.sealed);
    }
    async note(held: Held) {
        const step = this.write(['interviews']);
        const store = step.objectStore('interviews');
        const request: IDBRequest<Row | undefined> = store.get(held.id);
        request.onsuccess = () => {
            if (request.result) store.put({ ...held, sealed: request.result.sealed });
        };
        await done(step);
    }
    async list() {
        const rows: Row[] = await value(this.base.transaction('interviews').objectStore('interviews').getAll());
        return rows.map(({ sealed: _, ...held }) => held).sort((a, b) => a.created - b.created);
    }
    async wipe(id: string, receipt?: Receipt) {
        const step = this.write(['interviews', 'receipts']);
        step.objectStore('interviews').delete(id);
        if (receipt) step.objectStore('receipts').add(receipt);
        await done(step);
    }
    async receipts(link: string) {
        const all: Receipt[] = await value(this.base.transaction('receipts').objectStore('receipts').getAll());
        return all.filter((receipt) => receipt.link === link).reverse();
    }
    async keep_form(form: FormPackage) {
        const step = this.write(['forms']);
        step.objectStore('forms').put(form);
        await done(step);
    }
    async forms(link: string) {
        const all: FormPackage[] = await value(this.base.transaction('forms').objectStore('forms').getAll());
        return all.filter((form) => form.link === link).sort((a, b) => b.saved - a.saved);
    }
    async drop_form(key: string) {
        const step = this.write(['forms']);
        step.objectStore('forms').delete(key);
        await done(step);
    }
}

/// Stores on the device, and in the page what the device has no room for: better there than nowhere.
export class RoomyVault implements Vault {
    private readonly page = new MemoryVault();
    constructor(private readonly device: Vault) {}

    async save(held: Held, parts: readonly Part[]) {
        try {
            await this.device.save({ ...held, only_in_page: false }, parts);
            await this.page.wipe(held.id);
        } catch {
            await this.page.save({ ...held, only_in_page: true }, parts);
        }
    }
    private async in_page(id: string) {
        return (await this.page.list()).some((held) => held.id === id);
    }
    async load(id: string) {
        return (await this.in_page(id)) ? this.page.load(id) : this.device.load(id);
    }
    async note(held: Held) {
        await ((await this.in_page(held.id)) ? this.page.note(held) : this.device.note(held));
    }
    async list() {
        const page = await this.page.list();
        const device = (await this.device.list()).filter((held) => !page.some((other) => other.id === held.id));
        return [...device, ...page].sort((a, b) => a.created - b.created);
    }
    async wipe(id: string, receipt?: Receipt) {
        await this.page.wipe(id);
        await this.device.wipe(id, receipt);
    }
    receipts(link: string) {
        return this.device.receipts(link);
    }
    async keep_form(form: FormPackage) {
        await this.device.keep_form(form).catch(() => this.page.keep_form(form));
    }
    async forms(link: string) {
        return [...(await this.device.forms(link)), ...(await this.page.forms(link))];
    }
    drop_form(key: string) {
        return this.device.drop_form(key);
    }
}
