import { describe, expect, it } from 'vitest';
import { RollcallError } from '../../src/domain/errors.ts';
import { policySchema } from '../../src/domain/policy/policy.ts';
import type { Place } from '../../src/domain/terms.ts';
import { createFlows } from '../../src/flows/createFlows.ts';
import { createRefusalAudit } from '../../src/service/audit/refusalAudit.ts';
import type { AuditEntry } from '../../src/service/ports/records.ts';
import type { Provisioning } from '../../src/service/provisioning.ts';
import { createTestClock, createTestLog } from '../store/sampleRecords.ts';

const BODY = '{"error":{"innerError":{"client-request-id":"7"}},"passwordProfile":{"password":"canary"}}';
const MIA = { platform: 'slack', workspace: 'T0CONTOSO', userId: 'U0MIAMEYER' } as const;
const GRACE = { ...MIA, userId: 'U0GRACEOKA' } as const;
const OMAR = { ...MIA, userId: 'U0OMARHADD' };
const PLACE: Place = {
  platform: 'slack',
  workspace: 'T0CONTOSO',
  conversationId: 'D0OMAR',
  kind: 'direct',
};

/** All flows over a history that answers with this error. */
function createDoor(failure: Error, more: Readonly<Record<string, unknown>> = {}) {
  const log = createTestLog();
  const clock = createTestClock();
  const audits: AuditEntry[] = [];
  let read = 0;
  const flows = createFlows({
    service: {
      brake: { paused: () => undefined },
      history: {
        async read() {
          read += 1;
          throw failure;
        },
      },
      ...more,
    } as unknown as Provisioning,
    policy: policySchema.parse({
      customers: [{ id: 'contoso', name: 'Contoso' }],
      people: [
        { id: 'omar', name: 'Omar Haddad', slack: OMAR.userId, roles: ['admin'] },
        { id: 'mia', name: 'Mia Meyer', slack: MIA.userId, roles: ['helpdesk'] },
        { id: 'grace', name: 'Grace Okafor', slack: GRACE.userId, roles: ['approver'] },
      ],
    }),
    auditRefusal: createRefusalAudit({
      store: { audit: async (entry) => void audits.push(entry) },
      clock,
      log,
    }),
    clock,
    ids: { next: (prefix) => `${prefix}_1` },
    log,
  });
  return { flows, log, audits, reads: () => read };
}

describe('a reply in a thread', () => {
  it('is looked for among the requests only for somebody whom the policy names', async () => {
    let looked = 0;
    const findByMessage = async () => {
      looked += 1;
      return 'req_1';
    };
    const { flows } = createDoor(new Error('none'), { approvals: { findByMessage } });
    const message = { ...PLACE, messageId: '1.2' };
    expect(await flows.requestOf(message, { ...MIA, userId: 'U0STRANGER' })).toBeUndefined();
    expect(looked).toBe(0);
    expect(await flows.requestOf(message, MIA)).toBe('req_1');
  });
});

describe('an error that people see', () => {
  it('has no words of its own when it is not ours, and the reference under which the log has it', async () => {
    const failure = new Error(`400 ${BODY}`);
    const { flows, log } = createDoor(failure);
    const reply = await flows.run('history.show', OMAR, PLACE, { fields: {} });
    const shown = JSON.stringify(reply);
    expect(reply).toMatchObject({
      type: 'message',
      view: { kind: 'notice', tone: 'error', reference: 'ref_1' },
    });
    for (const hidden of ['canary', 'innerError', 'client-request-id', 'Error:', '.ts:']) {
      expect(shown).not.toContain(hidden);
    }
    expect(log.events).toMatchObject([
      { event: 'flow.failed', fields: { reference: 'ref_1', action: 'history.show', error: failure } },
    ]);
  });

  it('says what happened, what was done and what to do when it is ours, and nothing of its cause', async () => {
    const failure = new RollcallError('DIRECTORY_DOWN', 'Microsoft 365 does not answer.', {
      done: 'Nothing was read.',
      next: 'Try again in a few minutes.',
      cause: new Error(BODY),
      detail: { status: 503 },
    });
    const { flows } = createDoor(failure);
    const { view } = (await flows.run('history.show', OMAR, PLACE, { fields: {} })) as { view: unknown };
    expect(view).toEqual({
      kind: 'notice',
      tone: 'error',
      title: 'Microsoft 365 does not answer.',
      text: ['Nothing was read.'],
      next: 'Try again in a few minutes.',
      reference: 'ref_1',
      buttons: [],
    });
  });
});

describe('the door of every flow', () => {
  it.each([
    ['somebody the policy does not name', { ...MIA, userId: 'U0NOBODY' }, 'slack:U0NOBODY', 'NOT_IN_POLICY'],
    ['somebody without the role', GRACE, 'grace', 'ROLE_MISSING'],
  ])('is closed to %s, and the audit says so', async (_who, speaker, actor, code) => {
    const { flows, audits, reads } = createDoor(new Error('never reached'));
    await flows.run('history.show', speaker, PLACE, { fields: {} });
    expect(reads()).toBe(0);
    expect(audits).toMatchObject([{ actor, what: 'history.show', outcome: 'refused', detail: { code } }]);
  });

  it('D22: writes down so many tries of strangers a minute, and says in the log that there were more', async () => {
    const { flows, audits, log } = createDoor(new Error('never reached'));
    for (let index = 0; index < 90; index += 1) {
      await flows.run('history.show', { ...MIA, userId: `U0NOBODY${index}` }, PLACE, { fields: {} });
    }
    expect(audits).toHaveLength(60);
    expect(log.events.map(({ event }) => event)).toEqual(['audit.more_refusals']);
    // What people of the policy try is not hidden by it.
    await flows.run('history.show', GRACE, PLACE, { fields: {} });
    expect(audits.at(-1)).toMatchObject({ actor: 'grace' });
  });

  it('writes down an action that is none of ours under one name, whatever was sent', async () => {
    const { flows, audits, log } = createDoor(new Error('never reached'));
    for (const sent of ['constructor', 'x'.repeat(200_000)]) {
      await flows.run(sent, { ...MIA, userId: 'U0NOBODY' }, PLACE, {});
      await flows.run(sent, OMAR, PLACE, {});
    }
    expect(audits.map(({ what }) => what)).toEqual(['button.unknown', 'button.unknown']);
    expect(JSON.stringify(log.events).length).toBeLessThan(2_000);
  });

  it('stays closed when the refusal cannot be audited', async () => {
    const { flows, audits, reads } = createDoor(new Error('never reached'));
    audits.push = () => {
      throw new Error('the disk is full');
    };
    const reply = await flows.run('history.show', GRACE, PLACE, { fields: {} });
    expect(reads()).toBe(0);
    expect(reply).toMatchObject({ view: { kind: 'notice', tone: 'error' } });
  });

  it('is open to somebody with the role', async () => {
    const { flows, audits, reads } = createDoor(new Error('reached'));
    await flows.run('history.show', OMAR, PLACE, { fields: {} });
    expect(reads()).toBe(1);
    expect(audits).toEqual([]);
  });
});

describe('D7: the message that a button stands on', () => {
  const message = { platform: 'slack', conversationId: PLACE.conversationId, messageId: '1.0' } as const;

  async function openedIn(place: Place) {
    const seen: unknown[] = [];
    const { flows } = createDoor(new Error('no history'), {
      approvals: {
        showIn: async (...args: unknown[]) => void seen.push(args[2]),
        load: async () => void seen.push('looked at'),
      },
    });
    await flows.run('approval.open', OMAR, place, { id: 'request_1', version: 1 });
    return seen;
  }

  it('becomes a copy of the request in a direct message', async () => {
    expect(await openedIn({ ...PLACE, message })).toEqual([message]);
  });

  it.each(['channel', 'group', 'huddle'])('does not in a %s, which others read', async (kind) => {
    const place = { ...PLACE, kind: kind as Place['kind'], message };
    expect(await openedIn(place)).toEqual(['looked at']);
  });
});

describe('D3: a value longer than anybody types', () => {
  const atMost = 'x'.repeat(10_000);

  it.each([
    ['words after a command', { text: `${atMost}x` }],
    ['a field of a form', { fields: { about: `${atMost}x` } }],
    ['a choice of several', { fields: { about: ['a', `${atMost}x`] } }],
    ['more choices than a form has', { fields: { about: Array.from({ length: 1_001 }, () => 'a') } }],
  ])('is looked at by no flow: %s', async (_, input) => {
    const { flows, reads } = createDoor(new Error('read'));
    const reply = await flows.run('history.show', OMAR, PLACE, { fields: {}, ...input });
    expect(JSON.stringify(reply)).toContain('Rollcall reads up to 10,000 characters');
    expect(reads()).toBe(0);
  });

  it('is not one of 10,000 characters', async () => {
    const { flows } = createDoor(new Error('read'));
    const reply = await flows.run('history.show', OMAR, PLACE, { fields: { about: atMost } });
    expect(JSON.stringify(reply)).not.toContain('Rollcall reads up to 10,000 characters');
  });
});
