import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
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
  const cwd = fileURLToPath(new URL('../', import.meta.url));
  const tsc = join(cwd, 'node_modules/.bin/tsc');
  for (const project of ['tsconfig.build.json', 'tsconfig.page.json', 'tsconfig.test.json']) {
    spawnSync(tsc, ['-p', project, '--noCheck'], { cwd });
  }
  const { status, stderr } = spawnSync(process.execPath, ['bundle.mjs', 'dist', 'dist-test/src'], {
    cwd,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`The build made no dist/main.js.\n${stderr}`);
}
