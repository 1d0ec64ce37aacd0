// Writes f/worker.js: form/worker.ts with the list of all files that the form's page may ever ask for.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type Plugin, transformWithEsbuild } from 'vite';

export function service_worker(source: string, page: string, always: string[]): Plugin {
    return {
        name: 'mtm-service-worker',
        async generateBundle(_, bundle) {
            const files = new Set<string>();
            const visit = (name: string) => {
                const chunk = bundle[name];
                if (!chunk || files.has(name)) return;
                files.add(name);
                if (chunk.type !== 'chunk') return;
                for (const other of [...chunk.imports, ...chunk.dynamicImports]) visit(other);
                for (const other of chunk.viteMetadata?.importedCss ?? []) visit(other);
                for (const other of chunk.viteMetadata?.importedAssets ?? []) visit(other);
            };
            for (const chunk of Object.values(bundle)) {
                if (chunk.type === 'chunk' && chunk.isEntry && chunk.facadeModuleId?.includes(page)) visit(chunk.fileName);
            }
            if (files.size === 0) this.error(`nothing is made from ${page}`);
            const list = ['/f/', ...[...files].sort().map((file) => `/${file}`), ...always];
            const code = readFileSync(source, 'utf8');
            const build = createHash('sha256').update(code).update(list.join('\n')).digest('hex').slice(0, 12);
            const made = await transformWithEsbuild(code, source, {
                define: { MTM_FILES: JSON.stringify(list), MTM_BUILD: JSON.stringify(build) },
                minify: true,
                target: 'es2022',
                sourcemap: false,
            });
            this.emitFile({ type: 'asset', fileName: 'f/worker.js', source: made.code });
        },
    };
}
