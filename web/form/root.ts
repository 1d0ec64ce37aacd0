// What MTM uses of the form engine's root node (@getodk/xforms-engine, which ships no types here).
export interface FormLanguage {
    language: string;
    isSyntheticDefault?: true;
}

export interface FormRoot {
    languages: FormLanguage[];
    setLanguage(language: FormLanguage): unknown;
    prepareInstancePayload(options: { payloadType: 'monolithic' }): Promise<{ data: [FormData] }>;
    validationState: { violations: readonly { nodeId: string }[] };
}

export interface Payload {
    data: [FormData];
}

export type SubmitDone = (result?: { next?: symbol }) => void;

/// "Русский (ru)" is ru; a language without a code is none of ours.
export function code_of(name: string): string {
    return /\(([A-Za-z]{2,3})(?:-[\w-]+)?\)\s*$/.exec(name)?.[1]?.toLowerCase() ?? '';
}

const OWN_NAMES: Record<string, string> = { en: 'English', ru: 'Русский', kk: 'Қазақша', uz: 'Oʻzbekcha', tg: 'Тоҷикӣ', ky: 'Кыргызча', tk: 'Türkmençe', zh: '中文', tr: 'Türkçe' };

/// A language in its own name, as its speakers look for it.
export function own_name(name: string): string {
    return OWN_NAMES[code_of(name)] ?? name.replace(/\s*\([\w-]+\)\s*$/, '');
}
