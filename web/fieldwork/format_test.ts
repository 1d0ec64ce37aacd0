import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { at, may } from './api';
import { ago, minutes, moment, per_cent, size } from './format';
import { parse_place, print_place } from './route';
import { days_between, path_of, projection, rings_of, ticks } from './scale';
import { checks_in_russian } from './finding_words';
import { all_words } from './words';

test('every word is there in both languages, with the same places to fill in', () => {
    for (const [name, [en, ru]] of Object.entries(all_words)) {
        const places = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort().join();
        assert(en && ru, name);
        assert.equal(places(ru), places(en), name);
    }
});

test('every check of quality is called something in Russian, and no other', () => {
    const documented = readFileSync('docs/quality.md', 'utf8');
    const codes = [...documented.matchAll(/^\| (`[^|]*`) \| (?:high|medium|low)/gm)].flatMap(([, cell]) => [...cell!.matchAll(/`([a-z-]+)`/g)].map(([, code]) => code!));
    assert(codes.length > 40);
    assert.deepEqual([...checks_in_russian].sort(), codes.sort());
});

test('a time is shown in the time zone of the study', () => {
    assert.match(moment('2024-04-15T20:30:00.000Z', 'Asia/Almaty'), /16 Apr 2024.*01:30/);
    assert.equal(moment(null), '–');
    assert.match(moment('2024-04-15T20:30:00.000Z', 'No/Where'), /2024/);
});

test('a share is never 0% of something nor 100% of less than all', () => {
    assert.equal(per_cent(1, 1000), '<1%');
    assert.equal(per_cent(999, 1000), '>99%');
    assert.equal(per_cent(0, 10), '0%');
    assert.equal(per_cent(10, 10), '100%');
    assert.equal(per_cent(1, 0), '–');
});

test('durations, sizes and distances in time', () => {
    assert.equal(minutes(1525), '25');
    assert.equal(minutes(null), '–');
    assert.equal(size(999), '999 B');
    assert.equal(size(1_500_000), '1.5 MB');
    const now = Date.parse('2024-04-15T12:00:00Z');
    assert.equal(ago('2024-04-15T11:58:00Z', now), '2 minutes ago');
    assert.equal(ago('2024-04-12T11:00:00Z', now), '3 days ago');
});

test('ticks are round, whole and reach the largest value', () => {
    assert.deepEqual(ticks(57), [0, 20, 40, 60]);
    assert.deepEqual(ticks(1), [0, 1]);
    assert.deepEqual(ticks(3), [0, 1, 2, 3]);
    assert.deepEqual(ticks(0), [0, 1]);
    assert(ticks(1845).at(-1)! >= 1845);
});

test('days without interviews are there too', () => {
    assert.deepEqual(days_between('2024-02-28', '2024-03-01'), ['2024-02-28', '2024-02-29', '2024-03-01']);
    assert.deepEqual(days_between('2024-03-02', '2024-03-01'), []);
});

test('the map is narrowed by the latitude and has north on top', () => {
    const map = projection([[40, 60], [60, 60], [40, 60.0001]], 100);
    assert.equal(map.x(40), 0);
    assert.equal(Math.round(map.x(60)), 100);
    const square = projection([[0, 59.5], [1, 60.5]], 50);
    assert.equal(Math.round(square.height), 100); // a degree of longitude is half as wide at 60°
    assert(square.y(60.5) < square.y(59.5));
});

test('polygons of all kinds become a path', () => {
    const ring: [number, number][] = [[0, 0], [1, 0], [1, 1], [0, 0]];
    assert.equal(rings_of({ type: 'Polygon', coordinates: [ring] }).length, 1);
    assert.equal(rings_of({ type: 'MultiPolygon', coordinates: [[ring], [ring]] }).length, 2);
    assert.equal(rings_of({ type: 'Point', coordinates: [0, 0] }).length, 0);
    assert.match(path_of([ring], projection(ring, 10)), /^M0\.0,10\.0L10\.0,10\.0L10\.0,0\.0L0\.0,10\.0Z$/);
});

test('places in the page survive the address bar', () => {
    const place = { slug: 'kz r4/β', view: 'interviews' as const, id: 'uuid:1/2', query: { area: 'Алматы', flag: 'a&b' } };
    assert.deepEqual(parse_place(print_place(place)), place);
    assert.deepEqual(parse_place('#/x/nonsense'), { slug: 'x', view: 'fieldwork', id: '', query: {} });
    assert.deepEqual(parse_place('#/%E0%A4%A'), { slug: '', view: 'fieldwork', id: '', query: {} });
});

test('what stands in an address cannot leave its place', () => {
    assert.equal(at`/studies/${'a/../b'}/interviews/${'uuid:1?x'}`, '/studies/a%2F..%2Fb/interviews/uuid%3A1%3Fx');
});

test('an analyst reads, a reviewer reviews, a manager manages', () => {
    assert(may('analyst', 'read_answers') && !may('analyst', 'review'));
    assert(may('reviewer', 'review') && !may('reviewer', 'withdraw') && !may('reviewer', 'manage'));
    assert(may('manager', 'manage') && may('owner', 'withdraw'));
    assert(!may(undefined, 'read_answers'));
});
