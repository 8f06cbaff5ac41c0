import { randomBytes } from 'node:crypto';
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { sandboxPolicy } from '../../src/sandbox/contoso.ts';
import { createSandbox } from '../../src/sandbox/sandbox.ts';
import { removeFolder } from '../composition/removeFolder.ts';
import { describeAround } from './around.ts';
import { createChangeScenes } from './playChanges.ts';
import { createScenes } from './playScenes.ts';

/**
 * Writes a data folder with the code as it is, so that later versions can prove that they open it: the real bot in
 * its sandbox, used in both chats and killed in the middle of a job. The names, the key and the passwords in there are
 * made up, and open nothing else.
 *
 *     npx tsc -p tsconfig.test.json --noCheck && node dist-test/test/dataFolder/writeDataFolder.js test/fixtures/dataFolder-<version>
 */
async function writeDataFolder(target: string): Promise<void> {
  const policy = sandboxPolicy();
  const key = `1:${randomBytes(32).toString('base64')}`;
  const sandbox = await createSandbox({ policy, env: { SECRET_KEY: key } });
  try {
    await sandbox.bot.start();
    const scenes = createScenes(sandbox);
    const linkPath = await scenes.finishJobs();
    await scenes.changePeople();
    const changes = createChangeScenes(sandbox);
    await changes.changeAndLeave();
    await scenes.askForApproval();
    await scenes.stopOne();
    await scenes.leaveDrafts();
    await changes.leaveQuestions();
    await scenes.cutOne();
    const around = { ...describeAround(sandbox), linkPath };
    await removeFolder(target);
    await mkdir(target, { recursive: true });
    // The lock names the machine that this ran on, and a process that is gone.
    const isKept = (path: string): boolean => path !== join(sandbox.dataDir, 'lock');
    await cp(sandbox.dataDir, join(target, 'kept'), { recursive: true, filter: isKept });
    await writeFile(join(target, 'fixture-key.txt'), `${key}\n`);
    await writeFile(join(target, 'policy.json'), `${JSON.stringify(policy, undefined, 1)}\n`);
    await writeFile(join(target, 'around.json'), `${JSON.stringify(around, undefined, 1)}\n`);
  } finally {
    await sandbox.stop();
  }
}

const [target] = process.argv.slice(2);
if (target === undefined) throw new Error('Name the folder to write.');
await writeDataFolder(resolve(target));
process.exit(0);
