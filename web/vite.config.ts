// Two pages: form/ fills a form in a browser, fieldwork/ is the team's. CMake runs this (cmake/web.cmake).
import vue from '@vitejs/plugin-vue';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { service_worker } from './build/service_worker';
import { web_forms_patch } from './build/web_forms_patch';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
    root: here('.'),
    publicDir: here('icons'),
    plugins: [
        web_forms_patch(here('form/library_words.ts')),
        vue(),
        service_worker(here('form/worker.ts'), 'form/index.html', ['/icon.svg', '/icon-192.png']),
    ],
    build: {
        target: 'es2022',
        emptyOutDir: true,
        modulePreload: { polyfill: false },
        chunkSizeWarningLimit: 4000,
        reportCompressedSize: false,
        assetsInlineLimit: 0,
        rollupOptions: { input: { fieldwork: here('fieldwork/index.html'), form: here('form/index.html') } },
    },
});
