import assert from 'node:assert/strict';
import { test } from 'node:test';
import { batches, delay_ms, verdict } from './reply';

test('only 201 and 202 mean that the server has it', () => {
    for (const status of [201, 202]) assert.equal(verdict(status).kind, 'sent');
    for (const status of [0, 100, 200, 204, 301, 400, 401, 403, 404, 409, 410, 413, 500, 503, 507]) {
        assert(verdict(status).kind !== 'sent', String(status));
    }
});

test('each refusal says what it is', () => {
    const trouble = (status: number) => {
        const said = verdict(status);
        return said.kind === 'sent' ? '' : `${said.kind} ${said.trouble}`;
    };
    assert.equal(trouble(401), 'refused no_access');
    assert.equal(trouble(403), 'refused no_access');
    assert.equal(trouble(409), 'refused conflict');
    assert.equal(trouble(410), 'refused used');
    assert.equal(trouble(413), 'refused too_large');
    assert.equal(trouble(400), 'refused unreadable');
    assert.equal(trouble(500), 'again busy');
    assert.equal(trouble(503), 'again busy');
    assert.equal(trouble(429), 'again busy');
    assert.equal(trouble(0), 'again unreachable');
    assert.equal(trouble(200), 'again unreachable'); // a hotel's sign-in page
});

test('Retry-After in seconds is heard, a date or nonsense is not', () => {
    assert.deepEqual(verdict(503, '120'), { kind: 'again', trouble: 'busy', after_ms: 120_000 });
    for (const value of ['soon', '-5', 'Wed, 21 Oct 2026 07:28:00 GMT', null]) {
        assert.deepEqual(verdict(503, value), { kind: 'again', trouble: 'busy' });
    }
});

test('waiting doubles from five seconds to a quarter of an hour, a fifth more or less', () => {
    assert.equal(delay_ms(1, 0.5), 5_000);
    assert.equal(delay_ms(2, 0.5), 10_000);
    assert.equal(delay_ms(4, 0.5), 40_000);
    assert.equal(delay_ms(9, 0.5), 900_000);
    assert.equal(delay_ms(1000, 0.5), 900_000);
    assert.equal(delay_ms(1, 0), 4_000);
    assert.equal(delay_ms(1, 1), 6_000);
});

test('the XML goes with every batch, and each batch is under the limit where it can be', () => {
    const part = (name: string, length: number) => ({ name, bytes: { length } });
    const names = (limit: number, sizes: number[]) =>
        batches([part('xml', 1000), ...sizes.map((size, i) => part(`f${i}`, size))], limit).map((batch) => batch.map(({ name }) => name).join());
    assert.deepEqual(names(100_000, []), ['xml']);
    assert.deepEqual(names(100_000, [1000, 1000]), ['xml,f0,f1']);
    assert.deepEqual(names(10_000, [5000, 5000, 100]), ['xml,f0', 'xml,f1,f2']);
    assert.deepEqual(names(10_000, [50_000, 100]), ['xml,f0', 'xml,f1']);
    assert.deepEqual(batches([], 10), []);
});
