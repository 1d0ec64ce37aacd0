import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Part, instance_id_of, pack, receipt_code, seal, unpack, unseal, xml_of } from './seal';

const bytes = (text: string) => new TextEncoder().encode(text);
const interview: Part[] = [
    { name: 'xml_submission_file', type: 'text/xml', bytes: bytes('<data><meta><instanceID>uuid:1</instanceID></meta></data>') },
    { name: 'снимок.jpg', type: 'image/jpeg', bytes: new Uint8Array([0, 255, 10, 13]) },
    { name: 'empty', type: '', bytes: new Uint8Array() },
];

test('packed parts come out as they went in', () => {
    assert.deepEqual(unpack(pack(interview)), interview);
    assert.deepEqual(unpack(pack([])), []);
});

test('a packed interview that is cut off is not taken for whole', async () => {
    const packed = pack(interview);
    await assert.rejects((async () => unpack(packed.slice(0, packed.length - 1)))());
});

test('a sealed interview holds no answer in plain text and opens again', async () => {
    const sealed = await seal('one', interview);
    const seen = new TextDecoder('latin1').decode(sealed.bytes);
    assert(!seen.includes('instanceID') && !seen.includes('jpg'));
    assert.deepEqual(await unseal('one', sealed), interview);
});

test('the key cannot be read out, and each interview has its own', async () => {
    const [one, two] = [await seal('one', interview), await seal('two', interview)];
    assert.equal(one.key.extractable, false);
    await assert.rejects(crypto.subtle.exportKey('raw', one.key));
    await assert.rejects(unseal('two', { ...two, key: one.key }));
});

test('a draft saved again keeps its key and gets a new initialisation vector', async () => {
    const first = await seal('one', interview);
    const second = await seal('one', interview, first.key);
    assert.equal(second.key, first.key);
    assert(first.iv.join() !== second.iv.join());
});

test('changed bytes, or those of another interview, do not open', async () => {
    const sealed = await seal('one', interview);
    await assert.rejects(unseal('other', sealed));
    const changed = new Uint8Array(sealed.bytes.slice(0));
    changed[5]! ^= 1;
    await assert.rejects(unseal('one', { ...sealed, bytes: changed.buffer }));
});

test('the instanceID is found under any prefix', () => {
    assert.equal(instance_id_of(xml_of(interview)), 'uuid:1');
    assert.equal(instance_id_of('<d><orx:meta xmlns:orx="x"><orx:instanceID> uuid:2 </orx:instanceID></orx:meta></d>'), 'uuid:2');
    assert.equal(instance_id_of('<d><deprecatedID>uuid:0</deprecatedID></d>'), '');
});

test('a receipt is the beginning of the SHA-256 of the instanceID', async () => {
    // echo -n abc | sha256sum: ba7816bf 8f01cfea 4141 40de… (FIPS 180-2, appendix B.1)
    assert.equal(await receipt_code('abc'), 'ba78-16bf-8f01-cfea');
    assert.equal(await receipt_code(''), '');
});
