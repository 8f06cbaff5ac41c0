import { expect, it } from 'vitest';
import { createFlows } from '../../../src/flows/createFlows.ts';
import { createRefusalAudit } from '../../../src/service/audit/refusalAudit.ts';
import { createWorld, OMAR, PLACE } from '../../service/fakes/world.ts';
import { createTestLog } from '../../store/sampleRecords.ts';

const SPEAKER = { platform: 'slack', workspace: 'T0CONTOSO', userId: OMAR.userId } as const;

async function open() {
  const world = createWorld();
  const { service, clock, store, policy } = world;
  await service.resume();
  const log = createTestLog();
  const auditRefusal = createRefusalAudit({ store, clock, log });
  const ids = { next: (prefix: string) => `${prefix}_1` };
  const flows = createFlows({ service, policy, auditRefusal, clock, ids, log });
  const run = (action: string, input: object) => flows.run(action, SPEAKER, PLACE, input as never);
  const save = (name: string, recipients: string[], delivery: 'password' | 'show') =>
    store.updatePresets('contoso', (presets) => [
      ...presets,
      {
        id: `preset_${name}`,
        customer: 'contoso',
        name,
        settings: { accountEnabled: true, usageLocation: '', licenses: [], groups: [], recipients, delivery },
        savedBy: OMAR.id,
        savedAt: clock.now(),
      },
    ]);
  return { run, save };
}

it('a preset says how first passwords go out, or that they do not, and not both', async () => {
  const { run, save } = await open();
  await save('A', [], 'password');
  await save('B', ['it@contoso.com'], 'show');
  await save('C', ['it@contoso.com'], 'password');
  const reply = await run('presets.show', {});
  if (!('view' in reply) || reply.view.kind !== 'presets') throw new Error(JSON.stringify(reply));
  expect(reply.view.presets.map(({ summary }) => summary.at(-1))).toEqual([
    "First passwords aren't emailed",
    "First passwords aren't emailed",
    'First passwords to it@contoso.com · Email the password',
  ]);
});

it('a preset that keeps its name is not said to be renamed', async () => {
  const { run, save } = await open();
  await save('Nurse', [], 'show');
  const rename = async (presetName: string) => {
    const reply = await run('presets.rename', { id: 'preset_Nurse', version: 1, fields: { presetName } });
    if (!('view' in reply) || reply.view.kind !== 'presets') throw new Error(JSON.stringify(reply));
    return reply.view.note;
  };
  expect(await rename('Nurse')).toBeUndefined();
  expect(await rename('Cook')).toBe('“Nurse” is now called “Cook”.');
});
