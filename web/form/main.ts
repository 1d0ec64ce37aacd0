import { webFormsPlugin } from '@getodk/web-forms';
import { createApp } from 'vue';
import FormApp from './FormApp.vue';
import './form.css';
import { provide_random_uuid } from './random_uuid';

provide_random_uuid();

// Each link is an application of its own on the home screen.
const token = location.pathname.split('/')[2];
if (token) {
    const manifest = document.createElement('link');
    manifest.rel = 'manifest';
    manifest.href = `/f/${token}/app.webmanifest`;
    document.head.append(manifest);
}

createApp(FormApp).use(webFormsPlugin).mount('#app');
