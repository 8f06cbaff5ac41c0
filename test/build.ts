import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Builds dist once before all tests: the end-to-end tests start the program as an operator would. */
export default function setup(): void {
  const root = fileURLToPath(new URL('..', import.meta.url));
  const tsc = fileURLToPath(new URL('../node_modules/.bin/tsc', import.meta.url));
  execFileSync(tsc, ['-p', 'tsconfig.build.json'], { cwd: root, stdio: 'inherit' });
}
