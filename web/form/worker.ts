// The service worker of the pages under /f/: keeps everything that the page is made of, so that it opens
// without a network. Interviews and forms are not its business (vault.ts). The build puts in the list
// of files and a hash over them, so that a new version of the page is a new worker.
/// <reference lib="webworker" />
declare const self: ServiceWorkerGlobalScope;
declare const MTM_FILES: string[]; // the first is the page
declare const MTM_BUILD: string;

const STORE = `mtm-form-${MTM_BUILD}`;
const PAGE = MTM_FILES[0]!;

self.addEventListener('install', (event) => {
    // It does not push an older worker out: a page that is open goes on with the files it began with.
    const files = MTM_FILES.map((file) => new Request(file, { cache: 'reload', credentials: 'omit' }));
    event.waitUntil(caches.open(STORE).then((store) => store.addAll(files)));
});

self.addEventListener('activate', (event) => {
    const old = caches.keys().then((names) => names.filter((name) => name.startsWith('mtm-form-') && name !== STORE));
    event.waitUntil(old.then((names) => Promise.all(names.map((name) => caches.delete(name)))).then(() => self.clients.claim()));
});

async function kept(file: string, request: Request): Promise<Response> {
    const found = await caches.match(file, { ignoreVary: true });
    return found ?? fetch(request);
}

self.addEventListener('fetch', (event) => {
    const url = new URL(event.request.url);
    if (event.request.method !== 'GET' || url.origin !== self.location.origin) return;
    const is_page = event.request.mode === 'navigate' && /^\/f\/[^/]+\/?$/.test(url.pathname);
    if (is_page) event.respondWith(kept(PAGE, event.request));
    else if (MTM_FILES.includes(url.pathname)) event.respondWith(kept(url.pathname, event.request));
});
