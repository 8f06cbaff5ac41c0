import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const src = fileURLToPath(new URL('src/', import.meta.url));

/** Files are found from where a module would lie in `dist` by itself, as tsc leaves it there. */
const keepPlaces = {
  name: 'keep-places',
  transform: {
    filter: { code: 'import.meta.url' },
    handler(code, id) {
      if (relative(src, id).startsWith('..')) return;
      const place = JSON.stringify(`./${relative(src, id).replace(/ts$/, 'js')}`);
      // Nothing moves to another line.
      return {
        code: code.replaceAll('import.meta.url', `new URL(${place}, import.meta.url).href`),
        map: null,
      };
    },
  },
};

/** The sandbox stays a program of its own, which an image goes without. */
const leaveSandbox = {
  name: 'leave-sandbox',
  resolveId: {
    filter: { id: /\/sandbox\/start\.ts$/ },
    handler: () => ({ id: './sandbox/start.js', external: true }),
  },
};

/*
 * Puts `main.js`, with what it imports, packages and all, into a few files in each of these folders, `dist` where none is named:
 * Node takes longer to find and open the 2,200 that they are by themselves than to run them.
 */
const folders = process.argv.length > 2 ? process.argv.slice(2) : ['dist'];
const bundle = await rolldown({
  input: fileURLToPath(new URL('src/main.ts', import.meta.url)),
  platform: 'node',
  // What Node itself would load of a package, and not what is meant for bundlers.
  resolve: { conditionNames: ['node'], mainFields: ['main'] },
  plugins: [keepPlaces, leaveSandbox],
});
for (const dir of folders) {
  await bundle.write({
    dir,
    entryFileNames: 'main.js',
    chunkFileNames: '[name].js',
    // The log says of which class an error is.
    keepNames: true,
    // A part that is loaded later may be of the next build: it finds what it knows by name.
    minifyInternalExports: false,
    sourcemap: true,
    sourcemapExcludeSources: true,
  });
}
