// Fills a form in ODK Web Forms as an impatient enumerator does: the first choice everywhere, what is typed from
// `typed` (a list of [pattern of the question's text, answer]), until nothing asked is without an answer.

// Runs in the page: marks the next question that needs an answer and says what it is.
function next_question(done) {
    const visible = (element) => element.getClientRects().length > 0;
    for (const question of document.querySelectorAll('.odk-form .question-container')) {
        if (!visible(question) || done.includes(question.id)) continue;
        const text = question.innerText.split('\n')[0];
        const required = question.querySelector('.required, .p-error, [class*=required]') !== null || /^\s*\*/.test(question.innerText);
        const of = (selector) => [...question.querySelectorAll(selector)].filter(visible);
        if (question.querySelector('input[type=radio]')) return { id: question.id, text, kind: 'radio', required };
        if (question.querySelector('input[type=checkbox]')) return { id: question.id, text, kind: 'checkbox', required };
        if (of('.p-select, .p-multiselect, .p-autocomplete').length) return { id: question.id, text, kind: 'list', required };
        if (of('input, textarea').length) return { id: question.id, text, kind: 'text', required };
    }
    return null;
}

export async function fill_form(page, { typed = [], optional = false, choose = [] } = {}) {
    const done = [];
    for (let i = 0; i < 300; ++i) {
        let question = await page.evaluate(next_question, done);
        if (!question) {
            await page.waitForTimeout(300); // what the last answer makes relevant
            question = await page.evaluate(next_question, done);
        }
        if (!question) return done.length;
        done.push(question.id);
        if (!question.required && !optional) continue;
        const box = page.locator(`[id="${question.id}"]`);
        const wanted = choose.find(([pattern]) => pattern.test(question.text))?.[1];
        if (question.kind === 'radio' || question.kind === 'checkbox') {
            const inputs = box.locator(`input[type=${question.kind}]`);
            await inputs.nth(wanted ?? 0).check({ force: true });
        } else if (question.kind === 'list') {
            await box.locator('.p-select, .p-multiselect, .p-autocomplete').first().click();
            await page.locator('.p-select-option, .p-multiselect-option, .p-autocomplete-option').nth(wanted ?? 0).click();
            await page.keyboard.press('Escape');
        } else {
            const answer = typed.find(([pattern]) => pattern.test(question.text))?.[1] ?? '30';
            const input = box.locator('input, textarea').first();
            await input.click();
            await page.keyboard.type(answer); // a number's control hears keys alone
            await input.blur();
        }
    }
    throw new Error('the form has no end');
}

/// What the filler types into the Round 4 form, in any language: six digits for the card, an age.
export const ROUND_4 = { typed: [[/карточк|card|kartochka|Карточка/i, '481920'], [/лет|years|жасы|yosh/i, '34']] };
