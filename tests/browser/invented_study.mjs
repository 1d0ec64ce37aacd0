// Answers of /v1 for a study that does not exist: what FakeServer needs to show the fieldwork page. Numbers
// follow from a small generator, so that every run and every picture is the same.
import { readFileSync } from 'node:fs';

function random(seed) {
    let state = seed >>> 0;
    return () => {
        state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
        return state / 2 ** 32;
    };
}

const AREAS = [['almaty_city', 'Almaty city', 76.93, 43.24], ['astana', 'Astana', 71.43, 51.13], ['shymkent', 'Shymkent', 69.6, 42.32], ['turkistan', 'Turkistan', 68.3, 43.3], ['mangystau', 'Mangystau', 52.3, 43.9], ['atyrau', 'Atyrau', 51.9, 47.1], ['aktobe', 'Aktobe', 57.2, 50.3]];
const LANGUAGES = ['ru', 'uz', 'kk', 'en'];
const FLAGS = [['too-fast', '', '41 questions in 300 s'], ['constraint', 'age', ''], ['not-asked', 'education_field', ''], ['clock', '', '3 h behind']];

export function invented_study({ geojson, areas_key, slug = 'round-4', rehearsal = true, role = 'manager', encrypted = false, interviews = 640 } = {}) {
    const next = random(4);
    const pick = (list) => list[Math.floor(next() * list.length)];
    const list = [];
    for (let i = 1; i <= interviews; ++i) {
        const [area] = AREAS[Math.min(AREAS.length - 1, Math.floor(next() ** 1.6 * AREAS.length))];
        const day = new Date(Date.UTC(2024, 3, 1 + Math.floor((i / interviews) * 33))).toISOString().slice(0, 10);
        if (new Date(day).getUTCDay() === 0) continue;
        const refused = next() < 0.07;
        const flags = next() < 0.09 ? [pick(FLAGS)] : [];
        const id = `uuid:00000000-0000-4000-8000-${String(i).padStart(12, '0')}`;
        list.push({
            sequence: i, id, current: id, version: i < 200 ? '2024032501' : '2024041001',
            receivedAt: `${day}T${String(4 + Math.floor(next() * 9)).padStart(2, '0')}:${String(Math.floor(next() * 60)).padStart(2, '0')}:00.000Z`, day, area,
            group: next() < 0.72 ? 'male' : 'female', enumerator: `KZ${String(1 + Math.floor(next() * 12)).padStart(2, '0')}`, language: pick([...LANGUAGES, 'ru', 'ru', 'uz']),
            consent: refused ? 'no' : 'yes', review: next() < 0.35 ? 'approved' : next() < 0.05 ? 'has_issues' : next() < 0.03 ? 'rejected' : 'none', edits: next() < 0.03 ? 1 : 0,
            filesPresent: 0, filesExpected: 0, durationS: refused ? null : 900 + Math.floor(next() * 1500), pilot: i < 12, sealed: encrypted, sender: 'tablet-k7f2m9qa', flags: flags.map(([code, question, detail]) => ({ code, question, detail })),
        });
    }
    const state = {
        reviews: new Map(), corrections: new Map(), conflicts: new Map(), devices: [], links: [], signed_in: false, revision: 1, streams: new Set(),
        set_aside: [{ number: 3, receivedAt: '2024-04-12T09:14:00.000Z', sender: 'tablet-k7f2m9qa', reason: 'Its instanceID is taken by another interview of the same form.', size: 18234 }],
    };
    const changed = () => {
        state.revision += 1;
        for (const stream of state.streams) stream.write(`event: revision\ndata: ${state.revision}\n\n`);
    };
    const median = (values) => (values.length === 0 ? null : values.sort((a, b) => a - b)[Math.floor(values.length / 2)]);
    const count_by = (key, keep = () => true) => {
        const counts = new Map();
        for (const one of list.filter(keep)) counts.set(one[key], (counts.get(one[key]) ?? 0) + 1);
        return counts;
    };
    const summary = { slug, project: 1, title: 'International Migrant Workers Survey', round: 'Round 4', state: 'open', encrypted, rehearsal, interviews: list.length, role };
    const label_of = (area) => AREAS.find(([name]) => name === area)?.[1] ?? area;

    const fieldwork = () => {
        const counted = (one) => one.consent === 'yes' && !one.pilot && one.review !== 'rejected';
        const by_area = count_by('area', counted);
        const targets = AREAS.map(([area], i) => ({ area, group: '', target: i === 6 ? 50 : 210 - 25 * i, interviews: by_area.get(area) ?? 0 })).map((one) => ({ ...one, full: one.interviews >= one.target }));
        const known = {
            asOf: '2024-05-03T08:30:00.000Z', received: list.length, counted: list.filter(counted).length, refused: list.filter((one) => one.consent === 'no').length,
            flagged: list.filter((one) => one.flags.length > 0).length, pilot: list.filter((one) => one.pilot).length, medianDurationS: median(list.map((one) => one.durationS).filter(Boolean)),
            byDay: [...count_by('day')].map(([day, n]) => ({ day, interviews: n - (count_by('day', (one) => one.consent === 'no').get(day) ?? 0), refused: count_by('day', (one) => one.consent === 'no').get(day) ?? 0 })),
            byArea: AREAS.map(([area, label], i) => ({ area, label, interviews: by_area.get(area) ?? 0, target: targets[i].target })), targets,
            byEnumerator: [...count_by('enumerator')].sort().map(([enumerator, n]) => {
                const own = list.filter((one) => one.enumerator === enumerator);
                const refused = own.filter((one) => one.consent === 'no').length;
                return { enumerator, interviews: n - refused, refused, flagged: own.filter((one) => one.flags.length).length, medianDurationS: median(own.map((one) => one.durationS).filter(Boolean)), lastDay: own[own.length - 1].day };
            }),
            byLanguage: [...count_by('language')].sort((a, b) => b[1] - a[1]).map(([language, n]) => ({ language, interviews: n })),
            byReview: { none: 0, has_issues: 0, approved: 0, rejected: 0, ...Object.fromEntries(count_by('review')) },
            encrypted,
            devices: ['k7f2m9qa', 'p3x8w2tn', 'b5c9r4ze'].map((name, i) => ({ device: `collect:${name}`, sender: `tablet-${name}`, lastContact: `2024-05-0${3 - i}T0${8 - 2 * i}:11:00.000Z`, lastVersion: i === 2 ? '2024032501' : '2024041001', interviews: 60 + 17 * i })),
        };
        return encrypted ? { ...known, counted: null, refused: null, medianDurationS: null, byArea: [], targets: [], byLanguage: [], byEnumerator: [] } : known;
    };

    const answers = (one) => [
        ['consent', 'Introduction', 'Do you agree to take part in the interview?', 'yes', 'Yes', true],
        ['age', 'Respondent', 'How old are you, in completed years?', '34', '34', true],
        ['card_code', 'Card', 'What code is printed on the card?', '481920', '481920', true, true],
        ['sex', 'Demographic profile', 'What is your sex?', one.group, one.group === 'male' ? 'Man' : 'Woman', true],
        ['education', 'Education', 'What is the highest level of education you have completed?', 'lower_secondary', 'Lower secondary', true],
        ['education_field', 'Education', 'In which field did you study?', null, null, false],
        ['main_provider', 'Household', 'Are you the sole or main provider for your household?', 'yes', 'Yes', true],
    ].map(([question, group, label, value, text, asked, identifier = false]) => ({
        question, path: `${group.toLowerCase()}/${question}`, group, label, value, text, asked, identifier, flags: one.flags.filter((flag) => flag.question === question).map((flag) => flag.code),
    }));

    return function api(request, url, body) {
        const path = url.pathname.slice(3);
        const sent = body ? JSON.parse(body) : {};
        const method = request.method;
        if (path === '/sessions' && method === 'POST') {
            if (sent.password !== 'correct horse battery') return { status: 401, body: { message: 'E-mail address or password is wrong.', code: '401.2' } };
            state.signed_in = true;
            return { body: { token: 't', csrf: 'c', expiresAt: '', createdAt: '' } };
        }
        if (!state.signed_in) return { status: 401, body: { message: 'Sign in.', code: '401.2' } };
        if (method !== 'GET' && request.headers['x-mtm-csrf'] !== 'c') return { status: 403, body: { message: 'The session’s token is missing.', code: '403.5' } };
        if (path === '/sessions/current') {
            if (method === 'DELETE') state.signed_in = false;
            return { body: { email: 'officer@example.org', name: 'Officer', owner: role === 'owner', csrf: 'c', expiresAt: '', studies: [{ slug, title: summary.title, role }] } };
        }
        if (path === '/studies') return { body: [summary] };
        if (path === '/audits') return { body: [{ number: 1, at: '2024-04-01T04:00:00.000Z', who: 'officer@example.org', what: 'device.create', study: slug, about: 'tablet-k7f2m9qa' }] };
        const rest = path.startsWith(`/studies/${slug}`) ? path.slice(`/studies/${slug}`.length) : undefined;
        if (rest === undefined) return undefined;
        if (rest === '') {
            return { body: {
                ...summary, timezone: 'Asia/Almaty', languages: [['en', 'English (en)'], ['ru', 'Russian (ru)'], ['kk', 'Kazakh (kk)'], ['uz', 'Uzbek (uz)']].map(([code, name]) => ({ code, name })),
                versions: [{ version: '2024032501', formId: 'r4', md5: '0', current: false }, { version: '2024041001', formId: 'r4', md5: '1', current: true }],
                areas: AREAS.map(([name, label]) => ({ name, label })), groups: [{ name: 'male', label: 'Men' }, { name: 'female', label: 'Women' }],
            } };
        }
        if (rest === '/fieldwork') return { body: fieldwork() };
        if (rest === '/events') return { stream: (response) => {
            response.write(`event: revision\ndata: ${state.revision}\n\n`);
            state.streams.add(response);
            response.on('close', () => state.streams.delete(response));
        } };
        if (rest === '/areas') {
            const areas = geojson ? JSON.parse(readFileSync(geojson, 'utf8')) : { type: 'FeatureCollection', features: [] };
            return { body: { ...areas, features: areas.features.map((one) => ({ ...one, properties: { area: areas_key?.[one.properties.ADM1_EN] ?? '', name: one.properties.ADM1_EN } })) } };
        }
        if (rest === '/points') {
            const scatter = random(9);
            return { body: list.filter((one) => one.consent === 'yes').slice(0, 260).map((one) => {
                const [, , lon, lat] = AREAS.find(([name]) => name === one.area);
                return { id: one.id, lat: lat + (scatter() - 0.5) * 0.8, lon: lon + (scatter() - 0.5) };
            }) };
        }
        if (rest === '/set-aside') return { body: state.set_aside };
        if (rest === '/people') return { body: [{ id: 2, email: 'supervisor@example.org', name: 'Supervisor', role: 'supervisor', team: ['tablet-k7f2m9qa'], invited: true }] };
        if (rest === '/devices' && method === 'POST') {
            const made = { id: state.devices.length + 1, name: `tablet-${'abcdefgh'.slice(0, 8)}`, label: sent.label, createdAt: '2024-04-01T04:00:00.000Z', revokedAt: null, lastContact: null, lastVersion: '', interviews: 0 };
            state.devices.push(made);
            return { body: { ...made, password: 'w7hq-2mzp-9kdt', url: 'https://example.org/key/x', settings: {}, qr: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9" fill="#fff"/><path d="M1 1h3v3h-3zM5 1h3v3h-3zM1 5h3v3h-3zM6 6h1v1h-1z"/></svg>' } };
        }
        if (rest === '/devices') return { body: [{ id: 90, name: 'tablet-k7f2m9qa', label: 'KZ01', createdAt: '2024-03-28T04:00:00.000Z', revokedAt: null, lastContact: '2024-05-03T08:11:00.000Z', lastVersion: '2024041001', interviews: 60 }, { id: 91, name: 'tablet-p3x8w2tn', label: 'KZ02', createdAt: '2024-03-28T04:00:00.000Z', revokedAt: '2024-04-20T08:00:00.000Z', lastContact: '2024-04-19T08:11:00.000Z', lastVersion: '2024032501', interviews: 77 }, ...state.devices] };
        if (rest === '/links' && method === 'POST') {
            state.links.push({ id: state.links.length + 1, label: sent.label, once: sent.once, createdAt: '2024-04-01T04:00:00.000Z', usedAt: null, revokedAt: null });
            return { body: { id: state.links.length, url: `${url.origin}/f/abcdef` } };
        }
        if (rest === '/links') return { body: state.links };
        if (rest === '/interviews') {
            const asked = Object.fromEntries(url.searchParams);
            const found = list.filter((one) => ['area', 'enumerator', 'language', 'review'].every((key) => !asked[key] || one[key] === asked[key]) && (!asked.flag || one.flags.some((flag) => flag.code === asked.flag)) &&
                (!asked.day_from || one.day >= asked.day_from) && (!asked.day_to || one.day <= asked.day_to)).reverse();
            const from = asked.before ? found.filter((one) => one.sequence < Number(asked.before)) : found;
            const page = from.slice(0, Number(asked.limit ?? 50));
            return { body: { interviews: page, next: page.length < from.length ? page[page.length - 1].sequence : null, total: found.length } };
        }
        const of_one = /^\/interviews\/([^/]+?)(\/review|\/corrections)?$/.exec(rest);
        const one = of_one && list.find((candidate) => candidate.id === decodeURIComponent(of_one[1]));
        if (!one) return undefined;
        if (of_one[2] === '/review') {
            if (sent.state) one.review = sent.state;
            state.reviews.set(one.id, [...(state.reviews.get(one.id) ?? []), { at: '2024-05-03T08:40:00.000Z', by: 'officer@example.org', state: sent.state, comment: sent.comment }]);
            changed();
            return { body: {} };
        }
        if (of_one[2] === '/corrections') {
            const before = (state.corrections.get(one.id) ?? []).filter((each) => each.path === sent.path).at(-1);
            if (before && before.new !== sent.old) {
                const kept = { new: sent.new, reason: sent.reason, author: 'other@example.org', at: '2024-05-03T08:42:00.000Z' };
                state.conflicts.set(one.id, [...(state.conflicts.get(one.id) ?? []), { path: sent.path, old: sent.old, stands: before, kept, settled: false }]);
                changed();
                return { status: 409, body: { message: 'Somebody else corrected this answer meanwhile, to something else.', code: '409.8' } };
            }
            state.corrections.set(one.id, [...(state.corrections.get(one.id) ?? []), { ...sent, author: 'officer@example.org', at: '2024-05-03T08:41:00.000Z' }]);
            changed();
            return { body: {} };
        }
        return { body: {
            ...one, encrypted, answers: encrypted ? [] : answers(one).map((each) => ({ corrected: (state.corrections.get(one.id) ?? []).filter((made) => made.path === each.path).at(-1)?.new ?? null, ...each })), history: [{ instanceId: one.id, version: one.version, receivedAt: one.receivedAt, sender: 'tablet-k7f2m9qa' }],
            reviews: state.reviews.get(one.id) ?? [], corrections: state.corrections.get(one.id) ?? [], conflicts: state.conflicts.get(one.id) ?? [], files: [{ name: 'audit.csv', size: 5120, present: true, url: '#' }, { name: 'card.jpg', size: 0, present: false, url: '' }],
        } };
    };
}
