/// The code on the receipt of a browser (web/form/seal.ts): the first 16 hexadecimal digits of the SHA-256
/// of the instanceID. Empty where the page was opened without https.
export async function receipt_code(instance_id: string): Promise<string> {
    if (!globalThis.crypto?.subtle) return '';
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(instance_id));
    const hex = Array.from(new Uint8Array(digest).subarray(0, 8), (byte) => byte.toString(16).padStart(2, '0')).join('');
    return hex.match(/.{4}/g)!.join('-');
}
