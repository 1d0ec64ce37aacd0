// Dates, durations and numbers as people read them, in the page's language and the study's time zone.
import { language } from './words';

const LOCALE = { en: 'en-GB', ru: 'ru-RU' } as const;

const locale = () => LOCALE[language.value];

/// "15 Apr 2024, 13:05" of an instant, in the study's time zone.
export function moment(iso: string | null | undefined, timezone?: string): string {
    if (!iso) return '–';
    const date = new Date(iso);
    if (Number.isNaN(date.getTime())) return iso;
    const options: Intl.DateTimeFormatOptions = { dateStyle: 'medium', timeStyle: 'short' };
    try {
        return new Intl.DateTimeFormat(locale(), timezone ? { ...options, timeZone: timezone } : options).format(date);
    } catch {
        return new Intl.DateTimeFormat(locale(), options).format(date);
    }
}

/// "Mon 15 Apr" of a date without a time.
export function day(iso: string): string {
    const date = new Date(`${iso}T00:00:00Z`);
    if (Number.isNaN(date.getTime())) return iso;
    return new Intl.DateTimeFormat(locale(), { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' }).format(date);
}

export function short_day(iso: string): string {
    const date = new Date(`${iso}T00:00:00Z`);
    if (Number.isNaN(date.getTime())) return iso;
    return new Intl.DateTimeFormat(locale(), { day: 'numeric', month: 'numeric', timeZone: 'UTC' }).format(date);
}

export function number(value: number | null | undefined): string {
    return value === null || value === undefined ? '–' : new Intl.NumberFormat(locale()).format(value);
}

/// Minutes of a duration in seconds, rounded.
export function minutes(seconds: number | null | undefined): string {
    return seconds === null || seconds === undefined ? '–' : number(Math.round(seconds / 60));
}

/// A share as whole per cent; a part that is more than nothing never reads 0, one that is less than all never 100.
export function per_cent(part: number, whole: number): string {
    if (whole <= 0) return '–';
    const rounded = Math.round((100 * part) / whole);
    if (rounded === 0 && part > 0) return '<1%';
    if (rounded === 100 && part < whole) return '>99%';
    return `${rounded}%`;
}

export function size(bytes: number): string {
    if (bytes < 1000) return `${number(bytes)} B`;
    if (bytes < 1_000_000) return `${number(Math.round(bytes / 100) / 10)} kB`;
    return `${number(Math.round(bytes / 100_000) / 10)} MB`;
}

/// How long ago, in the largest unit that is at least one.
export function ago(iso: string | null, now: number): string {
    if (!iso) return '–';
    const seconds = (now - new Date(iso).getTime()) / 1000;
    const units = [['day', 86_400], ['hour', 3_600], ['minute', 60]] as const;
    const format = new Intl.RelativeTimeFormat(locale(), { numeric: 'auto' });
    for (const [unit, length] of units) if (seconds >= length) return format.format(-Math.floor(seconds / length), unit);
    return format.format(0, 'minute');
}
