import assert from 'node:assert/strict';
import { test } from 'node:test';
import { greatest, least } from './bars';
import { csv_field, view_csv } from './csv';
import { type Dashboard, drawn_groups, first_answer, has_everyone, Speaker, tells_anything, type View } from './data';
import { matches } from './search';
import { find_view, language_of, read_state, state_text } from './state';

const view = (table: string, by: string[], more: Partial<View> = {}): View => ({ table, by, statistic: 'percent', kinds: ['bars'], remarks: [], columns: [{ t: 0 }], rows: [], ...more });

const data = {
    languages: [{ code: 'en', name: 'English' }, { code: 'ru', name: 'русский' }],
    texts: [['All', 'Все'], ['Yes', 'Да'], '33%', 'withheld'],
    phrases: { found: 1 }, sections: [],
    topics: [
        { id: 'education', section: 'e', title: 0, views: [view('education', []), view('education', ['sex']), view('education_by_region', ['region'])] },
        { id: 'work', section: 'e', title: 0, views: [view('work_by_sex', ['sex'])] },
    ],
} as unknown as Dashboard;

test('an address comes back as it was', () => {
    const state = read_state('#table=education&by=sex,region&as=map&answer=a%26b&lang=ru');
    assert.deepEqual(state, { page: '', table: 'education', by: 'sex,region', as: 'map', answer: 'a&b', lang: 'ru' });
    assert.equal(state_text(state), '#table=education&by=sex,region&as=map&answer=a%26b&lang=ru');
    assert.equal(state_text({ page: 'about', lang: '' }), '#page=about');
});

test('an address finds its table, or the nearest of its topic', () => {
    const at = (hash: string) => find_view(data, read_state(hash))?.view;
    assert.equal(at('#table=education&by=sex')?.by.join(), 'sex');
    assert.equal(at('#table=education&by=region')?.table, 'education_by_region');
    assert.equal(at('#table=education_by_region')?.table, 'education_by_region');
    assert.equal(at('#table=education&by=all')?.by.length, 0);
    assert.equal(at('#table=work&by=region')?.table, 'work_by_sex');
    assert.equal(at('#table=nothing'), undefined);
    assert.equal(language_of(data, read_state('#lang=ru')), 1);
    assert.equal(language_of(data, read_state('#lang=fr')), 0);
});

test('a text that is the same in all languages stands once', () => {
    const russian = new Speaker(data, 1);
    assert.equal(russian.text(1), 'Да');
    assert.equal(russian.text(2), '33%');
    assert.equal(russian.text(undefined), '');
});

test('words are found by their beginnings, whatever the case and the accents', () => {
    assert(matches('Образование и его области', 'ОБРАЗ'));
    assert(matches('Région d’entretien', 'region entre'));
    assert(!matches('Education', 'cation'));
    assert(matches('Anything', '  '));
});

test('fields of CSV are quoted, and no formula is one', () => {
    assert.equal(csv_field('a, "b"'), '"a, ""b"""');
    assert.equal(csv_field('=1+1'), "'=1+1");
    assert.equal(csv_field(-3.5), '-3.5');
    assert.equal(csv_field('plain'), 'plain');
});

test('a record of CSV has what its cell has', () => {
    const one = view('t', ['sex'], { columns: [{ t: 0 }, { t: 1, code: 'male' }], rows: [{ t: 1, code: 'yes', cells: [{ t: 2, v: 33.3, n: 5, l: 30, h: 36 }, { t: 3, x: 1 }] }] });
    const [, everyone, male] = view_csv(one, data, new Speaker(data, 0)).split('\r\n');
    assert.equal(everyone, 't,sex,,All,yes,Yes,percent,33.3,5,30,36,33%,,');
    assert.equal(male, 't,sex,male,Yes,yes,Yes,percent,,,,,withheld,yes,');
});

test('the answer shown first is the one of which least is withheld', () => {
    const row = (code: string, withheld: number, missing = false) => ({ code, cells: [0, 1, 2].map((i) => i < withheld ? { x: 1 as const } : { v: 1 }), ...(missing ? { missing: 1 as const } : {}) });
    assert.equal(first_answer(view('t', [], { rows: [row('a', 2), row('b', 1), row('c', 1), row('d', 0, true)] }))?.code, 'b');
    assert.equal(first_answer(view('t', [], { rows: [row('d', 0, true)] }))?.code, 'd');
    assert(!tells_anything(view('t', [], { rows: [row('a', 3)] })));
});

test('everyone together is no group', () => {
    const by_sex = view('t', ['sex'], { columns: [{ fill: 'a' }, { code: 'male', fill: 'b' }, { code: 'female', fill: 'c' }] });
    assert(has_everyone(by_sex));
    assert.deepEqual(drawn_groups(by_sex), [1, 2]);
    const rounds = view('t', ['round'], { columns: [{ code: 'Round 3', fill: 'a' }, { code: 'Round 4', fill: 'b' }, { code: 'difference' }] });
    assert.deepEqual(drawn_groups(rounds), [0, 1]);
});

test('numbers below zero have room of their own, and what is withheld takes none', () => {
    const cells = [{ v: -3, l: -5, h: 1 }, { v: 4 }, { x: 1 as const }];
    assert.equal(least(cells), -5);
    assert.equal(greatest(cells), 4);
    assert.equal(least([{ v: 7 }]), 0);
    assert.equal(greatest([{ v: -7 }]), 0);
});
