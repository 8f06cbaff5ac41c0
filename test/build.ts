import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Each project that starts processes asks for the build, and loads this file anew. */
const built = globalThis as { rollcallIsBuilt?: true };

/**
 * Builds dist and dist-test once before the tests that need them: the end-to-end tests start the program as an operator
 * would, and the drills their processes. A type error does not stop the build; `npm run types` reports it.
 */
export default function setup(): void {
  if (built.rollcallIsBuilt) return;
  built.rollcallIsBuilt = true;
  const root = new URL('../', import.meta.url);
  const tsc = fileURLToPath(new URL('node_modules/.bin/tsc', root));
  for (const project of ['tsconfig.build.json', 'tsconfig.page.json', 'tsconfig.test.json']) {
    spawnSync(tsc, ['-p', project, '--noCheck'], { cwd: fileURLToPath(root) });
  }
  if (!existsSync(new URL('dist/main.js', root))) throw new Error('The build made no dist/main.js.');
}
