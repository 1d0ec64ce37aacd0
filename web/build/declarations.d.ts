declare module '*.vue' {
    import type { DefineComponent } from 'vue';
    const component: DefineComponent<object, object, unknown>;
    export default component;
}

declare module '*.css';

// @getodk/web-forms ships no types; this is what MTM uses of it, with what the build adds to it.
declare module '@getodk/web-forms' {
    import type { DefineComponent, Plugin } from 'vue';
    export const webFormsPlugin: Plugin;
    export const OdkWebForm: DefineComponent<{
        formXml: string;
        fetchFormAttachment: (url: URL) => Promise<Response>;
        missingResourceBehavior?: string;
        editInstance?: { draft: FormData[] };
        preloadProperties?: { deviceID?: string };
        onRoot?: (root: any, error: unknown) => void;
        onSubmit?: (payload: any, done: any) => void;
    }>;
    export const POST_SUBMIT__NEW_INSTANCE: symbol;
}

// Node's own test runner, as far as the tests here use it.
declare module 'node:test' {
    export function test(name: string, run: () => void | Promise<void>): void;
}
declare module 'node:assert/strict' {
    interface Assert {
        (truth: unknown, message?: string): asserts truth;
        equal(actual: unknown, expected: unknown, message?: string): void;
        deepEqual(actual: unknown, expected: unknown, message?: string): void;
        rejects(promise: Promise<unknown>): Promise<void>;
        match(text: string, pattern: RegExp): void;
    }
    const assert: Assert;
    export default assert;
}
declare module 'node:fs' {
    export function readFileSync(path: string, encoding: 'utf8'): string;
}
