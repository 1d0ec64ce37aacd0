import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LIBRARY_WORDS, word } from './library_words';
import { code_of, own_name } from './root';
import { LANGUAGES, all_words, language, say } from './words';

test('every sentence is there in every language, with the same places to fill in', () => {
    for (const [name, words] of Object.entries(all_words)) {
        const places = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort().join();
        for (const one of LANGUAGES) {
            assert(words[one].trim().length > 0, `${name} in ${one}`);
            assert.equal(places(words[one]), places(words.en), `${name} in ${one}`);
        }
    }
});

test('every word of the library is there in Russian, Kazakh and Uzbek', () => {
    for (const [english, words] of Object.entries(LIBRARY_WORDS)) {
        for (const one of ['ru', 'kk', 'uz'] as const) assert(words[one], `${english} in ${one}`);
    }
});

test('words follow the language, and what is not known stays as it is', () => {
    language.value = 'ru';
    assert.equal(word('Send'), 'Отправить');
    assert.equal(word('Something new'), 'Something new');
    assert.equal(say('minutes', { n: 12 }), '12 мин');
    language.value = 'en';
    assert.equal(word('Send'), 'Send');
});

test('a language’s code and own name are read from what the form calls it', () => {
    assert.equal(code_of('Russian (ru)'), 'ru');
    assert.equal(code_of('Chinese (zh-Hans)'), 'zh');
    assert.equal(code_of('Russian'), '');
    assert.equal(own_name('Uzbek (uz)'), 'Oʻzbekcha');
    assert.equal(own_name('Dari (prs)'), 'Dari');
});
