// Sends what waits, one after the other, until the server has said that it is on its disk.
import { batches, delay_ms, verdict } from './reply';
import { type Part, XML_PART, instance_id_of, receipt_code, xml_of } from './seal';
import type { Held, Vault } from './vault';

export interface Answer {
    status: number; // 0: none came
    retry_after?: string | null;
}

/// What the outbox needs of the world.
export interface World {
    now(): number;
    random(): number; // in [0, 1)
    online(): boolean;
    /// One POST. `more`: further parts of the interview follow in another.
    post(link: string, parts: readonly Part[], more: boolean): Promise<Answer>;
    largest_body(link: string): number;
    /// Runs `work` unless another tab is sending right now; false if one is.
    alone(work: () => Promise<void>): Promise<boolean>;
}

export class Outbox {
    private running = false;

    constructor(
        private readonly vault: Vault,
        private readonly world: World,
        private readonly changed: () => void,
    ) {}

    /// Sends everything that is due. Safe to call at any time and as often as wanted: the server knows an
    /// interview by its instanceID, so that what is sent twice is there once.
    async run(): Promise<void> {
        if (this.running || !this.world.online()) return;
        this.running = true;
        try {
            await this.world.alone(async () => {
                for (const held of await this.vault.list()) {
                    if (held.state === 'waiting' && held.next_try <= this.world.now()) await this.send(held);
                }
            });
        } finally {
            this.running = false;
        }
    }

    /// Milliseconds until something is due; nothing if nothing waits.
    async next_due(): Promise<number | undefined> {
        const waiting = (await this.vault.list()).filter((held) => held.state === 'waiting');
        if (waiting.length === 0) return undefined;
        return Math.max(0, Math.min(...waiting.map((held) => held.next_try)) - this.world.now());
    }

    /// All of it is due now: the network is back, or a person asks.
    async hurry(also_refused: boolean): Promise<void> {
        for (const held of await this.vault.list()) {
            if (held.state === 'draft' || (held.state === 'refused' && !also_refused)) continue;
            await this.vault.note({ ...held, state: 'waiting', next_try: 0 });
        }
    }

    private async send(held: Held): Promise<void> {
        let parts: Part[];
        try {
            parts = await this.vault.load(held.id);
        } catch {
            return; // another tab has sent and wiped it
        }
        const xml = parts.find(({ name }) => name === XML_PART);
        if (!xml) return;
        const requests = batches([xml, ...parts.filter((part) => part !== xml)], this.world.largest_body(held.link));
        let answer: Answer = { status: 0 };
        for (let i = 0; i < requests.length; ++i) {
            answer = await this.world.post(held.link, requests[i]!, i + 1 < requests.length);
            if (verdict(answer.status).kind !== 'sent') break;
        }
        await this.settle(held, parts, answer);
        this.changed();
    }

    private async settle(held: Held, parts: Part[], answer: Answer): Promise<void> {
        const said = verdict(answer.status, answer.retry_after);
        if (said.kind === 'sent') {
            const code = await receipt_code(instance_id_of(xml_of(parts)));
            await this.vault.wipe(held.id, { link: held.link, version: held.version, code, sent: this.world.now(), status: answer.status });
            return;
        }
        const attempts = held.attempts + 1;
        const wait = said.kind === 'again' ? Math.max(said.after_ms ?? 0, delay_ms(attempts, this.world.random())) : 0;
        await this.vault.note({
            ...held,
            state: said.kind === 'refused' ? 'refused' : 'waiting',
            attempts,
            status: answer.status,
            trouble: said.trouble,
            next_try: this.world.now() + wait,
        });
    }
}
