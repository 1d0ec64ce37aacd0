// The page on which forms_test.mjs opens a form: web-forms alone, no file of the form at hand.
import { createApp, h } from 'vue';
import { OdkWebForm, webFormsPlugin } from '@getodk/web-forms';

globalThis.openForm = (xml) => {
    const app = createApp({
        render: () => h(OdkWebForm, {
            formXml: xml,
            fetchFormAttachment: async () => new Response('', { status: 404 }),
            missingResourceBehavior: 'BLANK',
        }),
    });
    app.config.errorHandler = (error) => console.error(`Vue: ${error}`);
    app.use(webFormsPlugin);
    app.mount('#form');
};
