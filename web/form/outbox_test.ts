import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Outbox, type World } from './outbox';
import { type Part, receipt_code } from './seal';
import { type Held, MemoryVault, RoomyVault } from './vault';

const xml = (id: string): Part => ({ name: 'xml_submission_file', type: 'text/xml', bytes: new TextEncoder().encode(`<d><meta><instanceID>${id}</instanceID></meta></d>`) });
const photo = (size: number): Part => ({ name: 'photo.jpg', type: 'image/jpeg', bytes: new Uint8Array(size) });
const held = (id: string, more: Partial<Held> = {}): Held =>
    ({ id, link: 'L', form: 'L f', version: '1', state: 'waiting', created: Number(id), updated: 0, attempts: 0, next_try: 0, status: 0, ...more });

// A world whose server answers with `answers` in turn, then 201.
function world(answers: number[] = [], more: Partial<World> = {}) {
    const posts: string[] = [];
    const state = { now: 1000, posts, retry_after: undefined as string | undefined };
    const made: World = {
        now: () => state.now,
        random: () => 0.5,
        online: () => true,
        post: async (_, parts, rest) => {
            posts.push(new TextDecoder().decode(parts[0]!.bytes).match(/instanceID>([^<]+)/)![1] + (parts.length > 1 ? `+${parts.length - 1}` : '') + (rest ? '…' : ''));
            return { status: answers.shift() ?? 201, retry_after: state.retry_after };
        },
        largest_body: () => 10_000,
        alone: async (work) => {
            await work();
            return true;
        },
        ...more,
    };
    return { state, made };
}

async function vault_with(...interviews: Held[]) {
    const vault = new MemoryVault();
    for (const one of interviews) await vault.save(one, [xml(`uuid:${one.id}`)]);
    return vault;
}

const nothing = () => undefined;

test('what waits is sent, oldest first, wiped, and leaves a receipt without an answer', async () => {
    const vault = await vault_with(held('2'), held('1'), held('3', { state: 'draft' }));
    const { state, made } = world();
    await new Outbox(vault, made, nothing).run();
    assert.deepEqual(state.posts, ['uuid:1', 'uuid:2']);
    assert.deepEqual((await vault.list()).map(({ id }) => id), ['3']);
    assert.deepEqual((await vault.receipts('L')).map(({ code }) => code), [await receipt_code('uuid:2'), await receipt_code('uuid:1')]);
    assert.deepEqual(Object.keys((await vault.receipts('L'))[0]!), ['link', 'version', 'code', 'sent', 'status']);
});

test('202 for an interview that was there already is as good as 201', async () => {
    const vault = await vault_with(held('1'));
    await new Outbox(vault, world([202]).made, nothing).run();
    assert.equal((await vault.list()).length, 0);
});

test('what could not be sent is kept and waits longer each time', async () => {
    const vault = await vault_with(held('1'));
    const { state, made } = world([0, 503, 201]);
    const outbox = new Outbox(vault, made, nothing);
    await outbox.run();
    assert.equal((await vault.list())[0]!.trouble, 'unreachable');
    assert.equal(await outbox.next_due(), 5_000);
    await outbox.run(); // too early
    assert.equal(state.posts.length, 1);
    state.now += 5_000;
    await outbox.run();
    assert.equal((await vault.list())[0]!.trouble, 'busy');
    assert.equal(await outbox.next_due(), 10_000);
    state.now += 10_000;
    await outbox.run();
    assert.equal((await vault.list()).length, 0);
    assert.equal(await outbox.next_due(), undefined);
});

test('Retry-After is respected when it is longer', async () => {
    const vault = await vault_with(held('1'));
    const { state, made } = world([429]);
    state.retry_after = '60';
    const outbox = new Outbox(vault, made, nothing);
    await outbox.run();
    assert.equal(await outbox.next_due(), 60_000);
});

test('a refusal is kept, is not tried again by itself, and is when a person asks', async () => {
    for (const status of [401, 403, 409, 410, 413, 400]) {
        const vault = await vault_with(held('1'));
        const { state, made } = world([status]);
        const outbox = new Outbox(vault, made, nothing);
        await outbox.run();
        state.now += 10_000_000;
        await outbox.hurry(false);
        await outbox.run();
        assert.equal(state.posts.length, 1, String(status));
        assert.equal((await vault.list())[0]!.state, 'refused');
        assert.equal((await vault.list())[0]!.status, status);
        await outbox.hurry(true);
        await outbox.run();
        assert.equal((await vault.list()).length, 0);
    }
});

test('one refused interview does not hold the others up', async () => {
    const vault = await vault_with(held('1'), held('2'));
    await new Outbox(vault, world([409]).made, nothing).run();
    assert.deepEqual((await vault.list()).map(({ id }) => id), ['1']);
});

test('nothing is wiped when a later batch of its files fails', async () => {
    const vault = new MemoryVault();
    await vault.save(held('1'), [xml('uuid:1'), photo(7_000), { ...photo(7_000), name: 'b.jpg' }]);
    const { state, made } = world([201, 500]);
    const outbox = new Outbox(vault, made, nothing);
    await outbox.run();
    assert.deepEqual(state.posts, ['uuid:1+1…', 'uuid:1+1']);
    assert.equal((await vault.list()).length, 1);
    state.now += 60_000;
    await outbox.run();
    assert.equal((await vault.list()).length, 0);
    assert.equal(state.posts.length, 4); // again from the first: the server knows what it has
});

test('only one tab sends at a time, and one that comes second sends nothing twice', async () => {
    const vault = await vault_with(held('1'));
    let busy = false;
    const alone = async (work: () => Promise<void>) => {
        if (busy) return false;
        busy = true;
        await work();
        busy = false;
        return true;
    };
    const { state, made } = world([], { alone });
    await Promise.all([new Outbox(vault, made, nothing).run(), new Outbox(vault, made, nothing).run()]);
    assert.deepEqual(state.posts, ['uuid:1']);
});

test('without a network nothing is tried', async () => {
    const vault = await vault_with(held('1'));
    const { state, made } = world([], { online: () => false });
    await new Outbox(vault, made, nothing).run();
    assert.equal(state.posts.length, 0);
});

test('an interview for which the device has no room is held by the page, and sent from there', async () => {
    class FullVault extends MemoryVault {
        override async save(): Promise<void> {
            throw new Error('QuotaExceededError');
        }
    }
    const vault = new RoomyVault(new FullVault());
    await vault.save(held('1'), [xml('uuid:1')]);
    assert.equal((await vault.list())[0]!.only_in_page, true);
    const { state, made } = world();
    await new Outbox(vault, made, nothing).run();
    assert.deepEqual(state.posts, ['uuid:1']);
    assert.equal((await vault.list()).length, 0);
    assert.equal((await vault.receipts('L')).length, 1);
});
