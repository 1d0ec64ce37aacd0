// What data.js holds (docs/formats/dashboard.md). Texts are numbers of `texts`; what is not said is not there.
export type TextNumber = number;

export interface Cell {
    t?: TextNumber;  // as printed
    x?: 1;  // withheld: it holds no number
    v?: number;
    n?: number;
    d?: TextNumber;  // n as printed
    l?: number;
    h?: number;
    i?: TextNumber;  // interval as printed
    g?: string;  // letters of the columns that it is significantly greater than
}

export interface Column {
    t?: TextNumber;
    b?: TextNumber;
    code?: string;
    letter?: string;  // by which cells of other columns refer to it
    fill?: string;
    area?: string;
}

export interface Row extends Column {
    ink?: string;
    indent?: number;
    heading?: 1;
    missing?: 1;
    finding?: TextNumber;
    classes?: number[];
    limits?: TextNumber[];
    shades?: string[];
    cells: Cell[];
}

export interface View {
    table: string;
    by: string[];
    by_label?: TextNumber;
    title?: TextNumber;
    base?: TextNumber;
    unit?: TextNumber;
    finding?: TextNumber;
    intervals?: TextNumber;  // what the lines across bars are
    statistic: string;
    kinds: string[];
    remarks: TextNumber[];
    heads?: { t?: TextNumber; columns: number; rows: number }[][];
    columns: Column[];
    rows: Row[];
}

export interface Topic { id: string; section: string; title: TextNumber; views: View[] }
export interface Area { key: string; d: string; x: number; y: number; place?: 1 }
export interface AboutSection { anchor: string; title: TextNumber; paragraphs: TextNumber[]; terms: TextNumber[]; facts: TextNumber[]; lines: TextNumber[]; file?: string }

export interface Dashboard {
    format: number;
    made_from: { program: string; data: string; plan: string };
    invented?: boolean;
    threshold: number;
    languages: { code: string; name: string }[];
    phrases: Record<string, TextNumber>;
    front: Record<'title' | 'round' | 'country' | 'organisation' | 'full_title' | 'counted' | 'counts' | 'fieldwork' | 'method' | 'citation', TextNumber> & { marks: TextNumber[]; map_disclaimer: TextNumber[] };
    about: AboutSection[];
    sections: { name: string; title: TextNumber }[];
    map?: { width: number; height: number; areas: Area[] };
    topics: Topic[];
    texts: (string | string[])[];
}

declare global {
    interface Window { mtm_dashboard: Dashboard }
}

/** The page's data, spoken in one language. */
export class Speaker {
    constructor(readonly data: Dashboard, readonly language: number) {}

    get code(): string { return this.data.languages[this.language]?.code ?? 'en'; }

    /** Empty for what is not said. */
    text(number: TextNumber | undefined): string {
        const text = number === undefined ? '' : this.data.texts[number];
        return (Array.isArray(text) ? text[this.language] : text) ?? '';
    }

    phrase(key: string, fields: Record<string, string> = {}): string {
        return this.text(this.data.phrases[key]).replace(/\{(\w+)\}/g, (whole, name: string) => fields[name] ?? whole);
    }

    texts(numbers: TextNumber[]): string[] { return numbers.map((number) => this.text(number)).filter((text) => text !== ''); }
}

/** Whether the first column is everyone together, beside whom the others are groups. */
export const has_everyone = (view: View): boolean => view.columns[0]?.code === '' || view.columns[0]?.code === undefined;

/** The columns that a chart draws: groups, without everyone and without differences of rounds. */
export const drawn_groups = (view: View): number[] =>
    view.columns.map((_, index) => index).filter((index) => view.columns[index]?.fill !== undefined && !(index === 0 && has_everyone(view)));

/** "Male (A)" where columns are compared. */
export const lettered = (column: Column, speaker: Speaker): string => column.letter ? `${speaker.text(column.t)} (${column.letter})` : speaker.text(column.t);

/** Whether there is a number in it at all. */
export const tells_anything = (view: View): boolean => view.rows.some((row) => row.cells.some((cell) => !cell.x));

/** The answer that is shown first where only one is: that of which least is withheld. */
export function first_answer(view: View): Row | undefined {
    const answers = view.rows.filter((row) => !row.heading);
    const content = answers.filter((row) => !row.missing);
    const withheld = (row: Row) => row.cells.filter((cell) => cell.x).length;
    return [...(content.length > 0 ? content : answers)].sort((a, b) => withheld(a) - withheld(b))[0];
}
