// What /v1/…/quality and /findings answer for the study of invented_study.mjs: as docs/formats/rest.md says.
const CHECKS = [
    ['same-identifier', 'high', 'Same respondent twice', 'Phone both enumerators: one person interviewed twice, or a number that is not the respondent\'s.'],
    ['near-duplicate', 'high', 'Almost the same answers', 'Compare the two interviews; ask whether one was copied.'],
    ['at-night', 'medium', 'Held at night', 'Check the tablet\'s clock, then ask the enumerator.'],
    ['outlier', 'medium', 'Far from the other numbers', 'Ask the enumerator for the number; look for a wrong unit or a zero too many.'],
    ['other-matches', 'low', '“Other” that is a choice', 'Apply the suggested correction.'],
    ['fast-enumerator', 'high', 'Fast throughout', 'Listen in; check a sample of respondents again.'],
    ['drift', 'low', 'Changed during the round', 'Ask what changed: places, training, the form.'],
].map(([code, priority, title, remedy]) => ({ code, priority, title, remedy }));
const check_of = (code) => CHECKS.find((check) => check.code === code);

/// Of a list of interviews: two findings on every fifteenth, one enumerator who stands out, one question.
export function invented_quality(list, { role, encrypted }) {
    const state = encrypted ? 'sealed' : 'ready';
    const named = role !== 'analyst';
    const name_of = (one) => one.id.slice(-12, -4);
    const finding = (code, detail, more = {}) => ({
        ...check_of(code), detail, interview: null, name: null, day: null, enumerator: null, question: null, value: null, expected: null, other: null, otherName: null, suggestion: null, state: 'open', ...more,
    });
    const of_interview = (one, code, detail, more = {}) => finding(code, detail, {
        interview: one.id, name: one.id.slice(5, 13), day: one.day, enumerator: named ? one.enumerator : null, state: one.review === 'approved' ? 'done' : 'open', ...more,
    });
    function all() {
        const found = [finding('fast-enumerator', 'Their interviews take 0.6 times as long as reading aloud; those of others 1.4 times.', { enumerator: named ? 'KZ03' : null, value: 0.6, expected: 1.4 })];
        const counted = list.filter((one) => one.consent === 'yes' && one.review !== 'rejected');
        counted.forEach((one, i) => {
            if (i % 15 !== 0) return;
            const other = counted[i + 1] ?? counted[0];
            found.push(of_interview(one, 'same-identifier', named ? '2 interviews have the same phone_number_of_the_respondent_or_a_relative.' : null, named ? { other: other.id, otherName: name_of(other) } : {}));
            if (i % 30 === 0) found.push(of_interview(one, 'other-matches', 'What was written under “other” is the choice “Construction” of work.', { question: 'sex', suggestion: { change: 'change_response', question: 'sex', old: 'other', new: 'male' } }));
            else found.push(of_interview(one, i % 45 === 0 ? 'at-night' : 'outlier', 'age is 340; the median is 34, and this is 21.3 robust standard deviations from it.'));
        });
        found.push(finding('drift', 'Answers to main_provider differ between the first and second half of the interviews (Cramér’s V 0.31).', { question: 'main_provider' }));
        const rank = { high: 0, medium: 1, low: 2 };
        return found.map((one, i) => [one, i]).sort(([a, i], [b, j]) => rank[a.priority] - rank[b.priority] || i - j).map(([one]) => one);
    }
    function phone(found) {
        const names = [...new Set(found.map((one) => one.enumerator).filter(Boolean))].sort();
        return names.map((enumerator) => {
            const theirs = found.filter((one) => one.enumerator === enumerator && one.state === 'open');
            const count = (priority) => theirs.filter((one) => one.priority === priority).length;
            const kinds = CHECKS.map((check) => ({ ...check, findings: theirs.filter((one) => one.interview && one.code === check.code).length })).filter((kind) => kind.findings > 0);
            return { enumerator, high: count('high'), medium: count('medium'), low: count('low'), own: theirs.filter((one) => !one.interview), kinds };
        }).filter((call) => call.high > 0).sort((a, b) => b.own.length - a.own.length || b.high - a.high);
    }
    function quality() {
        const found = encrypted ? [] : all();
        const open = (priority) => found.filter((one) => one.priority === priority && one.state === 'open').length;
        const names = named && !encrypted ? [...new Set(list.map((one) => one.enumerator))].sort() : [];
        return {
            state, asOf: encrypted ? null : '2024-05-03T08:30:00.000Z', interviews: encrypted ? 0 : list.length, sealed: 0, older: 0, leftOut: 0,
            open: { high: open('high'), medium: open('medium'), low: open('low') }, phone: named ? phone(found) : [],
            enumerators: names.map((enumerator, i) => ({
                enumerator, interviews: 50 - i, findings: found.filter((one) => one.enumerator === enumerator).length, high: found.filter((one) => one.enumerator === enumerator && one.priority === 'high').length,
                minutes: 24.4 + i, pace: enumerator === 'KZ03' ? 0.6 : 1.4 + i / 50, asked: 112.4 - i, unknown: 0.021, refused: 0.004, blank: 0.01 * i, heaped: 0.24, straight: 0.02, atNight: 0, likeness: 0.61, entropy: i === 4 ? null : 0.94,
                standsOut: enumerator === 'KZ03' ? ['fast-enumerator'] : [],
            })),
            checks: CHECKS.map((check) => ({ ...check, findings: found.filter((one) => one.code === check.code).length, open: found.filter((one) => one.code === check.code && one.state === 'open').length })).filter((check) => check.findings > 0),
            round: found.filter((one) => !one.interview && one.code === 'drift'),
        };
    }
    function findings(asked) {
        const found = encrypted ? [] : all().filter((one) => ['priority', 'enumerator', 'interview', 'day', 'state'].every((key) => !asked[key] || one[key] === asked[key]) && (!asked.check || one.code === asked.check));
        const from = Number(asked.from ?? 0);
        const end = from + Number(asked.limit ?? 50);
        return { state, findings: found.slice(from, end), next: end < found.length ? end : null, total: found.length };
    }
    return { quality, findings };
}
