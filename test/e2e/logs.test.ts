import { describe, expect, it } from 'vitest';
import { CAST } from '../../src/sandbox/contoso.ts';
import { textOf } from '../../src/sandbox/slack/textOf.ts';
import { useSandbox } from './useSandbox.ts';

const setUp = useSandbox();

type Line = Record<string, unknown> & { event: string };

/** What `grep` finds. */
function grep(word: unknown): Line[] {
  return setUp.sandbox.bot.lines
    .filter((line) => typeof word === 'string' && word !== '' && line.includes(word))
    .map((line) => JSON.parse(line));
}

describe('the log', () => {
  it("leads from a click over its job and row to Graph's request id, and back, with a grep each", async () => {
    const mia = setUp.sandbox.slack.as(CAST.helpdesk.slack);
    await mia.command('/adduser', 'Katherine Johnson');
    await mia.waitForModal((view) => view.callback_id === 'adduser.submit');
    mia.fill({ usageLocation: 'US' });
    await mia.submit();
    await mia.waitForModal((view) => view.callback_id === 'adduser.create');
    await mia.submit();
    await mia.waitForMessage((message) => textOf(message).includes('Reveal password'));

    const click = grep('"action":"adduser.create"').find(({ event }) => event === 'flow.answered');
    expect(click).toMatchObject({ actor: CAST.helpdesk.slack, platform: 'slack', outcome: 'done' });
    const accepted = grep(click?.click).find(({ event }) => event === 'job.accepted');
    expect(accepted).toMatchObject({ task: 'create', rows: 1 });
    const writes = grep(accepted?.jobId).filter(
      ({ event, requestId }) => event === 'graph.answered' && requestId !== undefined,
    );
    const create = writes.find(({ op }) => op === 'createAccounts');
    expect(create).toMatchObject({ level: 'info', rowIds: [expect.any(String)], status: expect.any(Number) });
    expect(grep(accepted?.jobId).map(({ event }) => event)).toContain('job.ended');

    // As Microsoft's support would have it.
    const [found] = grep(create?.requestId);
    expect(found).toMatchObject({ jobId: accepted?.jobId, clientRequestId: create?.clientRequestId });
    const first = grep(found?.jobId).find(({ event }) => event === 'job.accepted');
    expect(first?.click).toBe(click?.click);
    // One line an event, and no one's name in any.
    expect(setUp.sandbox.bot.lines.filter((line) => !line.startsWith('{'))).toEqual([]);
    expect(setUp.sandbox.bot.lines.join('\n')).not.toMatch(/katherine/i);
  });
});
