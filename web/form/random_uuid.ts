/// A version 4 UUID. crypto.randomUUID is there only on https and loopback; a server in the team's
/// own network may be neither.
export function random_uuid(): string {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6]! & 0x0f) | 0x40;
    bytes[8] = (bytes[8]! & 0x3f) | 0x80;
    const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/// The form library calls crypto.randomUUID.
export function provide_random_uuid(): void {
    if (typeof crypto.randomUUID !== 'function') {
        Object.defineProperty(crypto, 'randomUUID', { value: random_uuid, configurable: true });
    }
}
