import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { removeFolder } from './composition/removeFolder.ts';

const root = fileURLToPath(new URL('../', import.meta.url));

/**
 * Compiles one file and what it imports, so that a test can run it as a process of its own: Node 20 runs no
 * TypeScript. The folder lies in node_modules, so that packages are found from there.
 */
export async function compileSource(source: URL): Promise<{ script: string; remove: () => Promise<void> }> {
  const file = relative(root, fileURLToPath(source));
  const cache = join(root, 'node_modules/.cache');
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(join(cache, 'rollcall-test-'));
  const config = {
    extends: join(root, 'tsconfig.json'),
    compilerOptions: {
      noEmit: false,
      rootDir: root,
      outDir: folder,
      typeRoots: [join(root, 'node_modules/@types')],
    },
    files: [join(root, file)],
    include: [],
  };
  const project = join(folder, 'tsconfig.json');
  await writeFile(project, JSON.stringify(config));
  await writeFile(join(folder, 'package.json'), '{"type":"module"}');
  await promisify(execFile)(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', project]);
  return {
    script: join(folder, file.replace(/\.ts$/, '.js')),
    remove: () => removeFolder(folder),
  };
}
