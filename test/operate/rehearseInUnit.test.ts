import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { listPermissions } from '../../src/operate/doctor/graphPermissions.ts';
import { APP_OBJECT_ID } from '../../src/sandbox/login.ts';
import { removeFolder } from '../composition/removeFolder.ts';
import { runOperate, startStrangers } from './strangers.ts';

const UNIT = '0f6a9b7e-3c1d-4c4e-9a51-6f2f6f3b8a11';

it('npm run doctor -- --rehearse does it all in the administrative unit of the policy, with an app that reaches no further', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-unit-'));
  const strangers = await startStrangers();
  onTestFinished(async () => {
    await strangers.stop();
    await removeFolder(folder);
  });
  const { graph, login, policy } = strangers;
  const group = graph.state.groups.find(({ displayName }) => displayName === 'Engineering');
  const members = new Set([group?.id ?? '']);
  graph.state.units.set(UNIT, { id: UNIT, displayName: 'Berlin', members });
  graph.state.roleAssignments.splice(0, 1, {
    ...{ principalId: APP_OBJECT_ID, role: 'User Administrator', unit: UNIT },
  });
  login.roles = listPermissions({ inUnit: true }).map(({ name }) => name);
  const POLICY_FILE = join(folder, 'policy.json');
  const customers = [{ ...policy.customers[0], administrativeUnit: UNIT }];
  await writeFile(POLICY_FILE, JSON.stringify({ ...policy, customers }));
  const { code, said } = await runOperate('doctor/doctor.js', ['--rehearse', '--group', 'Engineering'], {
    cwd: folder,
    env: { ...strangers.env, POLICY_FILE, DATA_DIR: join(folder, 'data') },
  });
  for (const done of [
    'Finds the person it created',
    'Shows the license',
    'Took a new password',
    'Added to the group Engineering',
    'Removed: the person is deleted',
  ])
    expect(said).toContain(`✓ rehearse ${done}`);
  expect(said).toContain(
    '! rehearse The app may not restore the person it deleted in its administrative unit.',
  );
  expect(code).toBe(0);
  const [gone] = graph.state.deleted.values();
  expect([...members]).toEqual([group?.id, gone?.id]);
}, 60_000);
