import { afterAll, describe, expect, it } from 'vitest';
import { CAST } from '../../src/sandbox/contoso.ts';
import { textOf } from '../../src/sandbox/slack/textOf.ts';
import { type CollectedSpan, openOtlpCollector } from '../composition/otlpCollector.ts';
import { useSandbox } from './useSandbox.ts';

const collector = await openOtlpCollector();
const setUp = useSandbox({
  env: { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_SERVICE_NAME: 'staff-desk' },
});
afterAll(() => collector.close());

const named = (name: string) => collector.spans.filter((span) => span.name === name);
const childrenOf = ({ spanId, traceId }: CollectedSpan) =>
  collector.spans.filter((span) => span.parentSpanId === spanId && span.traceId === traceId);

describe('traces', () => {
  it('lead from a click over its flow and job to the steps of a row and each request to Graph, and say ids alone', async () => {
    const { sandbox } = setUp;
    const mia = sandbox.slack.as(CAST.helpdesk.slack);
    await mia.command('/adduser', 'Katherine Johnson');
    await mia.waitForModal((view) => view.callback_id === 'adduser.submit');
    mia.fill({ usageLocation: 'US', reason: 'TICKET-77' });
    await mia.submit();
    await mia.waitForModal((view) => view.callback_id === 'adduser.create');
    await mia.submit();
    await mia.waitForMessage((message) => textOf(message).includes('Reveal password'));
    // What waits is sent at a stop.
    await sandbox.bot.stop();
    expect(collector.objections).toEqual([]);
    expect(collector.resources[0]).toMatchObject({
      'service.name': 'staff-desk',
      'service.version': expect.any(String),
    });

    const [flow] = named('flow adduser.create');
    const click = collector.spans.find(({ spanId }) => spanId === flow?.parentSpanId);
    expect(click).toMatchObject({ name: 'click', attributes: { 'rollcall.actor.id': CAST.helpdesk.slack } });
    const job = named('job one').find(({ traceId }) => traceId === click?.traceId);
    if (click === undefined || job === undefined)
      throw new Error('The job is not in the trace of its click.');
    expect(job.parentSpanId).toBe(click.spanId);
    const jobId = job.attributes['rollcall.job.id'];
    expect(
      sandbox.bot.lines.some((line) => line.includes('job.accepted') && line.includes(String(jobId))),
    ).toBe(true);
    const step = childrenOf(job).find(({ name }) => name === 'step create');
    expect(step?.attributes['rollcall.row.ids']).toEqual(['r0001']);
    const call = step && childrenOf(step).find(({ name }) => name === 'graph createAccounts');
    expect(call).toMatchObject({
      kind: 3,
      attributes: { 'http.response.status_code': expect.any(Number) },
    });
    expect(sandbox.bot.lines.join('\n')).toContain(
      String(call?.attributes['rollcall.graph.client_request_id']),
    );

    // Whatever it is about, and whoever: only ids.
    const { users } = sandbox.graph.state;
    const people = [...users.values()].flatMap(({ displayName, userPrincipalName, password }) => [
      ...displayName.split(' '),
      userPrincipalName,
      password,
    ]);
    const words = [...people, 'TICKET-77', '@contoso.com', ...sandbox.keys].filter((word) => word.length > 3);
    expect(words.length).toBeGreaterThan(20);
    expect(words.filter((word) => collector.text.includes(word))).toEqual([]);
  }, 90_000);

  it('hold nothing up while the collector takes none, and that is said once', async () => {
    const { sandbox } = setUp;
    collector.answer = 400;
    await sandbox.bot.start();
    const mia = sandbox.slack.as(CAST.helpdesk.slack);
    await mia.say('help');
    await mia.waitForMessage((message) => textOf(message).includes('adduser'));
    const before = Date.now();
    expect(await sandbox.bot.stop()).toBe(0);
    expect(Date.now() - before).toBeLessThan(15_000);
    const said = sandbox.bot.lines.filter((line) => line.includes('traces.not_sent'));
    expect(said).toHaveLength(1);
    await sandbox.bot.start();
  }, 90_000);
});
