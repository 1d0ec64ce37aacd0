// A server that answers as docs/formats/rest.md says, from memory, and that can be told to fail: for
// what the pages must bear and the real server seldom does.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';

const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.png': 'image/png' };

// As src/capture/pages.cc says them.
function policy_of(path) {
    if (path === '/f/worker.js') return "default-src 'none'; connect-src 'self'; frame-ancestors 'none'";
    if (/^\/f\/[^/.]*$/.test(path)) {
        return "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src data:; " +
            "connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    }
    if (path === '/') return "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    return "default-src 'none'; frame-ancestors 'none'";
}

/// `web`: the folder that Vite wrote. `form`: an XForm. `api(request, url, body)` answers /v1 and gives
/// {status, body, headers} or nothing.
export class FakeServer {
    constructor({ web, form = '', description = {}, api = () => undefined }) {
        Object.assign(this, { web, form, description, api });
        this.received = new Map(); // instanceID → { xml, times }
        this.status = undefined; // what submissions are answered with; undefined: 201, or 202 for a resend
        this.link_status = undefined; // what form.json is answered with
        this.clock_off_ms = 0;
        this.log = [];
        this.server = createServer((request, response) => {
            const pieces = [];
            request.on('data', (piece) => pieces.push(piece));
            request.on('end', () => this.answer(request, Buffer.concat(pieces), response));
        });
    }

    async listen(port = 0) {
        await new Promise((resolve) => this.server.listen(port, '127.0.0.1', resolve));
        this.url = `http://127.0.0.1:${this.server.address().port}`;
        return this;
    }

    close() {
        this.server.closeAllConnections?.();
        this.server.close();
    }

    answer(request, body, response) {
        const url = new URL(request.url, this.url);
        this.log.push(`${request.method} ${url.pathname}`);
        const send = (status, text = '', headers = {}) => {
            response.writeHead(status, { 'Content-Security-Policy': policy_of(url.pathname), 'Cache-Control': 'no-cache', ...headers });
            response.end(text);
        };
        if (url.pathname.startsWith('/v1/')) {
            const said = this.api(request, url, body.toString());
            if (!said) return send(404, '{"message": "not here", "code": "404.1"}', { 'Content-Type': 'application/json' });
            if (said.stream) {
                response.writeHead(200, { 'Content-Type': 'text/event-stream' });
                return said.stream(response);
            }
            return send(said.status ?? 200, said.text ?? JSON.stringify(said.body ?? null), { 'Content-Type': 'application/json', ...said.headers });
        }
        const of_link = /^\/f\/([^/]+)\/(.+)$/.exec(url.pathname);
        if (of_link) return this.answer_link(of_link[1], of_link[2], request, body, send);
        this.answer_file(url.pathname, send);
    }

    answer_link(token, what, request, body, send) {
        if (what === 'form.json') {
            if (this.link_status) return send(this.link_status);
            const md5 = createHash('md5').update(this.form).digest('hex');
            return send(200, JSON.stringify({
                title: 'Round 4', formId: 'r4', version: '1', md5, languages: [], current: `/f/${token}/form.xml`, media: [],
                submission: `/f/${token}/submission`, encrypted: false, once: false, unsupported: [], largestBody: 10_000_000,
                now: Date.now() + this.clock_off_ms, ...this.description,
            }), { 'Content-Type': 'application/json' });
        }
        if (what === 'form.xml') return send(200, this.form, { 'Content-Type': 'text/xml' });
        if (what === 'app.webmanifest') {
            return send(200, JSON.stringify({ name: 'Round 4', start_url: `/f/${token}`, scope: '/f/', display: 'standalone', icons: [{ src: '/icon-192.png', sizes: '192x192', type: 'image/png' }] }), { 'Content-Type': 'application/manifest+json' });
        }
        if (what === 'submission' && request.method === 'POST') return this.answer_submission(body.toString(), send);
        send(404);
    }

    answer_submission(body, send) {
        if (this.status !== undefined) return send(this.status);
        const id = /<(?:\w+:)?instanceID>([^<]+)</.exec(body)?.[1];
        if (!id) return send(400);
        const before = this.received.get(id);
        this.received.set(id, { body, times: (before?.times ?? 0) + 1 });
        send(before ? 202 : 201);
    }

    answer_file(path, send) {
        const page = path === '/' || path.startsWith('/welcome/') ? '/fieldwork/index.html' : /^\/f\/[^/.]*$/.test(path) ? '/form/index.html' : path;
        try {
            send(200, readFileSync(join(this.web, page)), { 'Content-Type': TYPES[extname(page)] ?? 'application/octet-stream' });
        } catch {
            send(404);
        }
    }
}
