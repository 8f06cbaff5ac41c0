import type { CarriedKind } from '../../../src/operate/move/carriers.ts';
import { createSealer, type SealerOptions } from '../../../src/secrets/sealing.ts';
import { Secret } from '../../../src/secrets/secret.ts';
import type { MovableStore } from '../../../src/service/ports/carried.ts';
import {
  sampleDraft,
  sampleEntry,
  sampleJob,
  sampleLink,
  samplePreset,
  sampleRequest,
  sampleRows,
} from '../../store/sampleRecords.ts';

const HOUR_MS = 3_600_000;
const ref = { platform: 'slack', conversationId: 'C1', messageId: '1.2' } as const;
const place = { platform: 'slack', workspace: 'T1', conversationId: 'D1', kind: 'direct' } as const;

/** The password of everybody in `job_1`. */
const PASSWORD = 'Tulip-Harbor-5182';

/** At least one record of each kind; of those with parts that are easily lost, one with these parts. */
function fillStore(
  masterKeys: SealerOptions,
): Record<CarriedKind, (store: MovableStore) => Promise<unknown>> {
  const sealer = createSealer(masterKeys);
  const now = Date.now();
  const keyOf = (id: string) => sealer.newJobKey(id);
  return {
    async jobs(store) {
      const key = keyOf('job_1');
      const rows = sampleRows(300).map((row) => ({
        ...row,
        password: sealer.seal(key, row.rowId, 'password', new Secret(PASSWORD)),
      }));
      await store.accept(sampleJob('job_1', 300, { key }), rows);
      await store.accept(sampleJob('job_2', 1, { key: keyOf('job_2'), state: 'done' }), sampleRows(1));
      // Of the same millisecond: it stays behind the others.
      await store.accept(sampleJob('job_3', 0, { key: keyOf('job_3'), state: 'done' }), []);
    },
    requests: (store) => {
      const { asked, ...request } = sampleRequest('request_1');
      const person = { userPrincipalName: 'ada@contoso.com', displayName: 'Ada Lovelace' };
      const people = [{ person, accountEnabled: true, licenses: [] }];
      return store.saveRequest({ ...request, asked: { ...asked, people } });
    },
    async drafts(store) {
      await store.saveDraft(sampleDraft('draft_1', now + HOUR_MS));
      await store.saveDraft({ ...sampleDraft('draft_2', now + HOUR_MS), kind: 'begun', version: 4 });
    },
    links: (store) =>
      store.saveLinks([
        sampleLink('hash-1', now),
        sampleLink('hash-2', now, { openedAt: now, tries: 3, triedAt: now }),
        sampleLink('hash-3', now, { voidedAt: now }),
      ]),
    async snapshots(store) {
      const key = keyOf('snapshot_1');
      await store.saveSnapshot({
        ...{ id: 'snapshot_1', customer: 'contoso', objectId: 'o1', takenAt: now, by: 'omar' },
        ...{ task: 'change', did: [], key, state: sealer.seal(key, 'snapshot_1', 'state', new Secret('{}')) },
      });
    },
    async presets(store) {
      await store.updatePresets('contoso', () => [samplePreset('p1'), samplePreset('p2', { name: 'Two' })]);
      await store.updatePresets('fabrikam', () => [samplePreset('p3', { customer: 'fabrikam' })]);
    },
    columns: (store) =>
      store.updateColumns('contoso', () => [
        {
          ...{
            id: 'c1',
            customer: 'contoso',
            name: 'Summer list',
            columns: ['Wer'],
            choices: ['displayName'],
          },
          ...{ savedBy: 'omar', savedAt: now },
        },
      ]),
    shown: (store) => store.saveShown({ ref, emptyAt: now + HOUR_MS }),
    async directs(store) {
      await store.saveDirect('slack', 'U1', place);
      await store.saveDirect('teams', '29:1:a', { ...place, platform: 'teams' });
    },
    async installations(store) {
      const key = keyOf('T1');
      await store.saveInstallation({
        ...{
          id: 'T1',
          name: 'Contoso',
          botId: 'B1',
          botUserId: 'U9',
          scopes: ['chat:write'],
          installedAt: now,
        },
        ...{ key, token: sealer.seal(key, 'T1', 'token', new Secret('xoxb')) },
      });
    },
    notes: (store) => store.saveNote('customer of omar', { chosen: 'contoso' }),
    async seen(store) {
      await store.keepSeen('event 1', HOUR_MS);
      // Longer than a move that is killed again and again takes.
      await store.keepSeen('event 2', 2 * HOUR_MS);
    },
    async audit(store) {
      const old = now - 1_000 * HOUR_MS;
      for (let n = 0; n < 4; n += 1)
        await store.audit(sampleEntry(old + n, { subject: `person${n}@contoso.com` }));
      // What comes after a cut has to be carried with it.
      await store.cutAudit(old + 2, now);
      await store.audit(sampleEntry(now, { customer: 'contoso', detail: { reason: 'a line\u2028break' } }));
    },
  };
}

/** Fills a store that is empty with at least one record of each kind. */
export async function fillAll(store: MovableStore, masterKeys: SealerOptions): Promise<void> {
  for (const fill of Object.values(fillStore(masterKeys))) await fill(store);
}
