// How a filled interview lies on the device: its files packed into one block, encrypted with AES-GCM
// under a key of its own that the browser keeps and no script can read out (not extractable).
//
// What this is good for: a copy of the browser's database, or what remains on the disk after an
// interview was wiped together with its key, is not an interview in plain text, and no script can carry keys away.
// What it is not good for: whoever can open this page in this browser on the unlocked device
// can open drafts, and forensic software that takes the whole browser profile can find key and
// interview as long as both are there. Against that: screen lock, disk encryption, sending soon.

/// One part of an interview: its XML (xml_submission_file) or an attachment.
export interface Part {
    name: string;
    type: string;
    bytes: Uint8Array<ArrayBuffer>;
}

export interface Sealed {
    key: CryptoKey;
    iv: Uint8Array<ArrayBuffer>;
    bytes: ArrayBuffer;
}

export const XML_PART = 'xml_submission_file';

/// A four-byte length, a JSON list of names, types and sizes, then the bytes of the parts.
export function pack(parts: readonly Part[]): Uint8Array<ArrayBuffer> {
    const list = parts.map(({ name, type, bytes }) => ({ name, type, size: bytes.length }));
    const head = new TextEncoder().encode(JSON.stringify(list));
    const out = new Uint8Array(4 + head.length + parts.reduce((sum, part) => sum + part.bytes.length, 0));
    new DataView(out.buffer).setUint32(0, head.length);
    out.set(head, 4);
    let at = 4 + head.length;
    for (const part of parts) {
        out.set(part.bytes, at);
        at += part.bytes.length;
    }
    return out;
}

export function unpack(packed: Uint8Array<ArrayBuffer>): Part[] {
    const head = new DataView(packed.buffer, packed.byteOffset).getUint32(0);
    const list: { name: string; type: string; size: number }[] =
        JSON.parse(new TextDecoder().decode(packed.subarray(4, 4 + head)));
    let at = 4 + head;
    return list.map(({ name, type, size }) => {
        const bytes = packed.slice(at, at + size);
        if (bytes.length !== size) throw new Error('the packed interview is cut off');
        at += size;
        return { name, type, bytes };
    });
}

/// `id` is bound to the ciphertext: one interview cannot be passed off as another.
export async function seal(id: string, parts: readonly Part[], key?: CryptoKey): Promise<Sealed> {
    const own = key ?? (await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']));
    const iv = crypto.getRandomValues(new Uint8Array(12)); // never used twice under one key
    const additionalData = new TextEncoder().encode(id);
    const bytes = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData }, own, pack(parts));
    return { key: own, iv, bytes };
}

/// Rejects if the bytes were changed or belong to another interview.
export async function unseal(id: string, sealed: Sealed): Promise<Part[]> {
    const additionalData = new TextEncoder().encode(id);
    const plain = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: sealed.iv, additionalData }, sealed.key, sealed.bytes);
    return unpack(new Uint8Array(plain));
}

/// The parts of a FormData that the form library made.
export async function parts_of(data: FormData): Promise<Part[]> {
    const parts: Part[] = [];
    for (const [name, value] of data.entries()) {
        const blob = typeof value === 'string' ? new Blob([value], { type: 'text/plain' }) : value;
        parts.push({ name, type: blob.type, bytes: new Uint8Array(await blob.arrayBuffer()) });
    }
    return parts;
}

export function form_data_of(parts: readonly Part[]): FormData {
    const data = new FormData();
    for (const { name, type, bytes } of parts) data.append(name, new File([bytes], name, { type }), name);
    return data;
}

export function xml_of(parts: readonly Part[]): string {
    const part = parts.find(({ name }) => name === XML_PART);
    return part ? new TextDecoder().decode(part.bytes) : '';
}

/// The instanceID in an instance's XML, whatever the namespace prefix; empty if there is none.
export function instance_id_of(xml: string): string {
    return /<(?:[\w-]+:)?instanceID(?:\s[^>]*)?>\s*([^<\s]+)\s*</.exec(xml)?.[1] ?? '';
}

/// What a receipt shows: the first 16 hexadecimal digits of the SHA-256 of the instanceID, in fours.
export async function receipt_code(instance_id: string): Promise<string> {
    if (!instance_id || !globalThis.crypto?.subtle) return '';
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(instance_id));
    const hex = Array.from(new Uint8Array(digest).subarray(0, 8), (byte) => byte.toString(16).padStart(2, '0')).join('');
    return hex.match(/.{4}/g)!.join('-');
}
