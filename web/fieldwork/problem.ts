// What went wrong, in a sentence, and whether something is under way: for every view that calls the server.
import { type Ref, ref } from 'vue';
import { ApiError } from './api';
import { say } from './words';

export function sentence_of(error: unknown): string {
    if (!(error instanceof ApiError)) return error instanceof Error ? error.message : String(error);
    if (error.status === 0) return say('no_connection');
    const details = error.details.map(({ field, message }) => [field, message].filter(Boolean).join(': ')).join('; ');
    const wait = error.retry_after_s > 0 ? ` ${say('wait_s', { n: error.retry_after_s })}` : '';
    return say('went_wrong', { why: details ? `${error.message} (${details})` : error.message }) + wait;
}

export interface Attempt {
    problem: Ref<string>;
    busy: Ref<boolean>;
    /// Runs `work` after what is under way; true if it came through.
    run(work: () => Promise<void>): Promise<boolean>;
}

export function use_attempt(): Attempt {
    const problem = ref('');
    const busy = ref(false);
    let last: Promise<unknown> = Promise.resolve();
    const attempt = async (work: () => Promise<void>): Promise<boolean> => {
        busy.value = true;
        try {
            await work();
            problem.value = '';
            return true;
        } catch (error) {
            problem.value = sentence_of(error);
            return false;
        } finally {
            busy.value = false;
        }
    };
    return {
        problem,
        busy,
        run(work) {
            const mine = last.then(() => attempt(work));
            last = mine;
            return mine;
        },
    };
}
