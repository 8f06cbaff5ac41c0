import { randomBytes, randomInt } from 'node:crypto';
import { policySchema } from '../../../src/domain/policy/policy.ts';
import type { Place, Platform } from '../../../src/domain/terms.ts';
import { createLocalEngine } from '../../../src/engine/localEngine.ts';
import type { Action, RawInput, Speaker } from '../../../src/flows/action.ts';
import { createFlows, listActions } from '../../../src/flows/createFlows.ts';
import type { Reply } from '../../../src/flows/reply.ts';
import { createSealer } from '../../../src/secrets/sealing.ts';
import { Secret } from '../../../src/secrets/secret.ts';
import { createRefusalAudit } from '../../../src/service/audit/refusalAudit.ts';
import { createProvisioning } from '../../../src/service/createProvisioning.ts';
import type { Directory } from '../../../src/service/ports/directory.ts';
import type { DraftRecord } from '../../../src/service/ports/drafts.ts';
import { createFakeAdding } from '../../service/fakes/fakeAdding.ts';
import { createFakeTenant } from '../../service/fakes/fakeDirectory.ts';
import { createFakeMailer } from '../../service/fakes/fakeMailer.ts';
import { createManualClock } from '../../service/fakes/manualClock.ts';
import { createMemoryStore } from '../../service/fakes/memoryStore.ts';
import { createTestLog, sampleJob, samplePreset, sampleRows } from '../../store/sampleRecords.ts';
import { always } from '../../testTurn.ts';

/** The list is read, and nothing of it pressed here. */
const neverRun = () => Promise.reject(new Error('Nothing is run for the list.'));

/** Stands in whatever belongs to Fabrikam: it must not reach anybody else. */
export const CANARY = 'Konrad Zuse';

const ROLES = ['helpdesk', 'admin', 'approver', 'auditor'];
const TENANTS = ['2f1c7a90-5b7e-4c55-9a54-7e0f3c1d8b21', '3f1c7a90-5b7e-4c55-9a54-7e0f3c1d8b22'];
const idInTeams = (digit: number) => `a1b6b0f2-1111-4f6f-9d0e-${String(digit).repeat(12)}`;

/** Who may act for what. */
const PEOPLE = {
  ann: { id: 'ann', name: 'Ann', slack: 'U0ANN', teams: idInTeams(1), customers: ['contoso'] },
  bob: { id: 'bob', name: 'Bob', slack: 'U0BOB', teams: idInTeams(2), customers: ['fabrikam'] },
  omar: { id: 'omar', name: 'Omar', slack: 'U0OMAR', teams: idInTeams(3) },
} as const;
type Who = keyof typeof PEOPLE;

const DRAFT_KINDS = [
  'person',
  'roster',
  'assign',
  'reset',
  'resets',
  'restore',
  'change',
  'changes',
  'putBack',
  'leave',
  'leavers',
  'delete',
  'wave',
  'original',
  'file',
] as const satisfies readonly DraftRecord['kind'][];

/** The flows over the real service, for two customers with a made-up tenant each. */
export function createTwoCustomers(
  customers = ['contoso', 'fabrikam'] as readonly string[],
  more: { approvals?: object[] } = {},
) {
  const clock = createManualClock();
  const log = createTestLog();
  const store = createMemoryStore(clock);
  const mailer = createFakeMailer();
  const calls: string[] = [];
  const tenants = { contoso: createFakeTenant(clock), fabrikam: createFakeTenant(clock) };
  const directories = Object.entries(tenants).map(([id, tenant]) => {
    const { directory } = tenant.connect();
    const counting = new Proxy(directory, {
      get(target, name: keyof Directory & string) {
        const call = target[name] as (...given: unknown[]) => unknown;
        return (...given: unknown[]) => {
          calls.push(`${id} ${name}`);
          return call.apply(target, given);
        };
      },
    });
    return [id, counting] as const;
  });
  const policy = policySchema.parse({
    ...more,
    customers: customers.map((id, index) => ({
      id,
      name: id === 'contoso' ? 'Contoso' : 'Fabrikam',
      tenantId: TENANTS[index],
      recipientDomains: ['contoso.com'],
      ...(id === 'fabrikam' ? { channels: ['C0FABRIKAM', '19:fab@thread.tacv2'] } : {}),
    })),
    people: Object.values(PEOPLE)
      .map((human) => ({
        ...human,
        roles: ROLES,
        ...('customers' in human
          ? { customers: human.customers.filter((id) => customers.includes(id)) }
          : {}),
      }))
      .filter((human) => !('customers' in human) || human.customers.length > 0),
  });
  const ids = { next: (prefix: string) => `${prefix}_${randomBytes(8).toString('hex')}` };
  const adding = createFakeAdding();
  const service = createProvisioning({
    adding: adding.options,
    policy,
    directoryFor: (id) => new Map(directories).get(id) as Directory,
    mailer,
    store,
    engine: createLocalEngine({ store, turn: always, clock, log }),
    sealer: createSealer({ current: 1, keys: new Map([[1, new Secret(randomBytes(32))]]) }),
    clock,
    ids,
    log,
    randomInt: (max) => randomInt(max),
    publicUrl: 'https://rollcall.contoso.com/',
    maxFileBytes: 10 * 1024 * 1024,
  });
  const auditRefusal = createRefusalAudit({ store, clock, log });
  const context = { service, policy, auditRefusal, clock, ids, log };
  const flows = createFlows(context);

  const speakerOf = (who: Who, platform: Platform): Speaker => ({
    platform,
    workspace: platform === 'slack' ? 'T0CONTOSO' : (TENANTS[0] ?? ''),
    userId: PEOPLE[who][platform],
  });

  return {
    clock,
    store,
    mailer,
    tenants,
    policy,
    adding,
    flows,
    service,
    calls,
    speakerOf,
    actions: listActions(context, neverRun) as readonly Action[],
    /** Lets a minute pass first, of which only so many refusals are written down. */
    async press(
      who: Who,
      platform: Platform,
      action: string,
      raw: RawInput,
      conversationId = `D0${who}`,
    ): Promise<Reply> {
      await clock.advance(60_000);
      const speaker = speakerOf(who, platform);
      const place: Place = {
        platform,
        workspace: speaker.workspace,
        conversationId,
        kind: conversationId.startsWith('D0') ? 'direct' : 'channel',
      };
      return clock.until(flows.run(action, speaker, place, raw));
    },
    /** Has the request of a customer ask somebody as a manager whom the policy does not name. */
    async askManager(customer: string, objectId: string): Promise<void> {
      const manager = { id: `entra:${objectId}`, objectId, name: 'Ines', of: [] };
      await store.updateRequest(`req_${customer}`, (request) => ({
        ...request,
        rule: 'E5',
        managers: [manager],
        approvers: [manager.id],
      }));
    },
    refusals: () => store.entries().filter(({ outcome }) => outcome === 'refused'),
    /** One record of each kind for a customer, each with the canary in it; their ids by kind. */
    async fill(customer: string, owner: Who, canary = CANARY): Promise<Map<string, string>> {
      const made = new Map<string, string>();
      const place: Place = {
        platform: 'slack',
        workspace: 'T0CONTOSO',
        conversationId: 'D0BOB',
        kind: 'direct',
      };
      for (const kind of DRAFT_KINDS) {
        const id = `draft_${customer}_${kind}`;
        await store.saveDraft({
          ...{ id, version: 1, kind, owner, customer, place, data: { values: { displayName: canary } } },
          createdAt: clock.now(),
          expiresAt: clock.now() + 400 * 86_400_000,
        });
        made.set(`a ${kind} draft`, id);
      }
      const jobId = `job_${customer}`;
      const person = { userPrincipalName: 'zuse@fabrikam.com', displayName: canary };
      const requestedBy = {
        actorId: owner,
        name: canary,
        platform: 'slack' as const,
        userId: PEOPLE[owner].slack,
      };
      await store.accept(
        sampleJob(jobId, 1, { customer, state: 'stopped', requestedBy, messages: [] }),
        sampleRows(1).map((row) => ({ ...row, person })),
      );
      made.set('a job', jobId);
      const [preset, request, snapshot] = [`preset_${customer}`, `req_${customer}`, `job_${customer}-r0001`];
      await store.updatePresets(customer, () => [samplePreset(preset, { customer, name: canary })]);
      made.set('a preset', preset);
      await store.saveRequest({
        ...{
          id: request,
          version: 1,
          state: 'waiting',
          customer,
          requestedBy,
          approvers: [owner],
          hash: 'h',
        },
        ...{ rule: 'all', count: 1, decisions: [], copies: [], createdAt: clock.now() },
        expiresAt: clock.now() + 400 * 86_400_000,
        asked: {
          draftId: 'd',
          draftVersion: 1,
          kind: 'one',
          people: [{ person, accountEnabled: true, licenses: [] }],
        },
      } as never);
      made.set('a request', request);
      await store.saveSnapshot({
        ...{
          id: snapshot,
          customer,
          objectId: idInTeams(9),
          takenAt: clock.now(),
          by: owner,
          task: 'change',
        },
        ...{ did: ['block'], key: {}, state: {} },
      } as never);
      made.set('what was kept of somebody', snapshot);
      return made;
    },
    /** All that is stored under these ids, to be compared. */
    async read(made: ReadonlyMap<string, string>): Promise<unknown[]> {
      return Promise.all(
        [...made.values()].map(async (id) => [
          await store.loadDraft(id),
          await store.loadJob(id),
          await store.loadRows(id),
          await store.loadRequest(id),
          await store.loadSnapshot(id),
          (await store.listPresets('fabrikam')).find((preset) => preset.id === id),
        ]),
      );
    },
  };
}
