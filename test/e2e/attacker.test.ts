import { beforeAll, describe, expect, it } from 'vitest';
import { SLACK_TEAM_ID } from '../../src/sandbox/contoso.ts';
import {
  attackedPolicy,
  fillHouse,
  findFailures,
  listOnceEach,
  listTries,
  mia,
  omar,
  pat,
  pia,
  readChats,
  readTenant,
  sam,
  sendFile,
  type Target,
  type Try,
  untilQuiet,
} from './attackedHouse.ts';
import {
  type Attacker,
  cardAction,
  click,
  consent,
  dialog,
  forEachOf,
  forgeView,
  HOSTILE,
  isSenseless,
  listenElsewhere,
  listForged,
  listInvokes,
  SENSELESS,
  sendSlack,
  sendTeams,
  shortcut,
  submission,
  typed,
} from './forgeries.ts';
import { useSandbox } from './useSandbox.ts';

const ACTIONS = listForged();
const setUp = useSandbox({ policy: attackedPolicy() });
let targets: ReadonlyMap<string, Target> = new Map();

/** What is in everything of Omar's, and in nothing that others may see. */
const CANARY = /Vera\b/;
/** The same, beside the request that Sam is to decide. */
const CANARY_TO_SAM = /Vera\b(?! Wanted)/;

beforeAll(async () => {
  targets = await fillHouse(setUp.sandbox);
}, 90_000);

const fieldsOf = ({ fields }: Try['action']) => Object.fromEntries(fields.map((name) => [name, 'x']));

const inDialog = (who: Attacker, { action, target }: Try, over: Record<string, unknown> = {}) =>
  sendTeams(setUp.sandbox, who, { ...dialog(action.id, { ...fieldsOf(action), ...target }), ...over });

const inModal = (who: Attacker, { action, target }: Try, over: Record<string, unknown> = {}) =>
  sendSlack(setUp.sandbox, {
    ...submission(who, forgeView(action.id, JSON.stringify(target), typed(fieldsOf(action)))),
    ...over,
  });

/** What has to do with files, and creates nobody. */
const OF_FILES = /^(addusers|leavers|assign|changes|resets)\.(?!.*([cC]reate|[sS]ubmit))/;

/** Nothing was done to the tenant, nothing went wrong inside, and Omar's chats are as they were. */
async function expectUntouched(work: () => Promise<unknown>): Promise<void> {
  setUp.expectsTrouble();
  await untilQuiet(setUp.sandbox, [omar]);
  const before = readTenant(setUp.sandbox);
  const chats = readChats(setUp.sandbox, omar);
  const from = setUp.watched.lines.length;
  await work();
  expect(findFailures(setUp.watched.lines.slice(from))).toEqual([]);
  expect(readTenant(setUp.sandbox)).toBe(before);
  expect(readChats(setUp.sandbox, omar)).toEqual(chats);
}

describe('somebody with an account of their own, who forges what their client sends,', () => {
  it('reaches nothing of others by any action, in either chat', async () => {
    const wrong: string[] = [];
    await expectUntouched(() =>
      forEachOf(listTries(targets), async (each) => {
        for (const said of [await inDialog(mia, each), await inModal(pia, each)]) {
          if (isSenseless(said) || CANARY.test(said))
            wrong.push(`${each.action.id} ${each.target.id} ${said.slice(0, 600)}`);
        }
      }),
    );
    expect(wrong).toEqual([]);
    for (const who of [mia, pia]) {
      expect(readChats(setUp.sandbox, who).filter((text) => CANARY.test(text))).toEqual([]);
    }
  }, 120_000);

  it.each([
    ['a manager who is asked about another request', sam, (name: string) => !name.includes('request')],
    ['an account whose password its maker has', pat, () => true],
  ])(
    'reaches nothing as %s',
    async (_name, who, of) => {
      const wrong: string[] = [];
      const canary = who === sam ? CANARY_TO_SAM : CANARY;
      await expectUntouched(() =>
        forEachOf(listOnceEach(targets, of), async (each) => {
          const said = await inDialog(who, each);
          if (isSenseless(said) || canary.test(said)) wrong.push(`${each.action.id} ${said.slice(0, 600)}`);
        }),
      );
      expect(wrong).toEqual([]);
      expect(readChats(setUp.sandbox, who).filter((text) => canary.test(text))).toEqual([]);
    },
    60_000,
  );

  it('reaches nothing from another tenant or workspace, as a guest of a shared channel, as a bot or as nobody', async () => {
    const foreign = '00000000-0000-4000-8000-00000000000f';
    const { conversation } = setUp.sandbox.teams.activity(omar.teams);
    const ways: readonly [RegExp, (each: Try) => Promise<string>][] = [
      [/^403 /, (each) => inDialog(omar, each, { channelData: { tenant: { id: foreign } } })],
      [/^403 /, (each) => inDialog(omar, each, { conversation: { ...conversation, tenantId: foreign } })],
      [/doesn't know this form/, (each) => inDialog(omar, each, { from: { id: '29:robot', role: 'bot' } })],
      [/isn't set up for your workspace/, (each) => inModal(omar, each, { team: { id: 'T0FOREIGN' } })],
      [
        /isn't set up for your workspace/,
        (each) => inModal(omar, each, { user: { id: omar.slack, team_id: 'T0PARTNER' } }),
      ],
    ];
    const wrong: string[] = [];
    await expectUntouched(() =>
      forEachOf([...listOnceEach(targets).entries()], async ([at, each]) => {
        const [wanted, send] = ways[at % ways.length] ?? [/^$/, async () => ''];
        const said = await send(each);
        if (!wanted.test(said) || CANARY.test(said)) wrong.push(`${wanted} ${each.action.id} ${said}`);
      }),
    );
    expect(wrong).toEqual([]);
  }, 60_000);

  it('changes no chat of others, and is answered nowhere else, wherever a press is said to come from', async () => {
    const { slack, teams } = setUp.sandbox;
    const elsewhere = await listenElsewhere();
    const own = await sendFile(setUp.sandbox, pia, 'own.csv', 'User name,Display name\r\n,Una Named');
    await slack.as(omar.slack).say('help');
    const { ts, channel } = await slack.as(omar.slack).waitForMessage(() => true);
    const { id: card } = teams.as(omar.teams).cards().at(-1) ?? { id: '' };
    const answers = () => slack.as(pia.slack).messages().length;
    const before = answers();
    const request = { ...targets.get('request') };
    const wrong: string[] = [];
    await expectUntouched(async () => {
      for (const place of [
        { channel, ts },
        { channel: 'C0GENERAL', ts },
      ]) {
        for (const press of [
          click(pia, 'addusers.check', own, place),
          click(pia, 'approval.approve', request, place),
          shortcut(pia, 'create_people_from_file', place),
        ]) {
          const said = await sendSlack(setUp.sandbox, { ...press, response_url: elsewhere.url });
          if (said !== '200 ') wrong.push(said);
        }
      }
      await expect.poll(answers, { timeout: 20_000 }).toBe(before + 6);
      const at = { serviceUrl: elsewhere.url };
      for (const verb of ['help.show', 'approval.approve', 'approval.open', 'job.reveal']) {
        const press = cardAction(verb, { id: request.id, version: String(request.version) });
        const said = await sendTeams(setUp.sandbox, mia, { ...press, replyToId: card });
        if (isSenseless(said) || CANARY.test(said)) wrong.push(said);
        if (!(await sendTeams(setUp.sandbox, mia, { ...press, ...at })).startsWith('403')) wrong.push(verb);
        const activity = teams.activity(mia.teams, { type: 'invoke', ...press });
        if ((await teams.deliver(activity, { claims: { serviceurl: elsewhere.url } })) !== 401)
          wrong.push(verb);
      }
      for (const { id, version } of targets.values()) {
        const context = { action: 'addusers.log', id, version, name: 'Vera.csv' };
        await sendTeams(setUp.sandbox, mia, consent(context, { uploadUrl: elsewhere.url }));
      }
    });
    expect(wrong).toEqual([]);
    expect(slack.as(pia.slack).messages('C0GENERAL')).toEqual([]);
    expect(elsewhere.asked()).toBe(0);
  }, 60_000);

  it('is answered in words whatever part, column or sheet of a file is named, and gets none of others', async () => {
    const own = await sendFile(setUp.sandbox, pia, 'mine.csv', 'Wer,Was\r\nUna,Named');
    const file = { ...targets.get('file') };
    const parts = ['0', '1000000000', '-1', 'NaN'];
    const fields = {
      encoding: 'utf-1e9',
      column0: '-1',
      column1000000000: 'displayName',
      'column-1': 'displayName',
      columnNaN: 'NaN',
    };
    const wrong: string[] = [];
    const tries = ACTIONS.filter(({ id }) => OF_FILES.test(id)).flatMap(({ id: verb }) =>
      parts.flatMap((part) => [own, file].map(({ id, version }) => ({ verb, id: `${id} ${part}`, version }))),
    );
    await expectUntouched(() =>
      forEachOf(tries, async ({ verb, ...target }) => {
        const said = await sendTeams(setUp.sandbox, pia, dialog(verb, { ...fields, ...target }));
        if (isSenseless(said) || CANARY.test(said)) wrong.push(`${verb} ${target.id} ${said.slice(0, 600)}`);
      }),
    );
    expect(tries.length).toBeGreaterThan(100);
    expect(wrong).toEqual([]);
  }, 60_000);

  it('is answered in words whatever stands where text belongs, and the next honest request as ever', async () => {
    setUp.expectsTrouble();
    const before = readTenant(setUp.sandbox);
    const from = setUp.watched.lines.length;
    const wrong: string[] = [];
    const tries = ACTIONS.filter(({ id }) => !id.startsWith('pause.')).map((action, at) => ({ action, at }));
    await forEachOf(tries, async ({ action, at }) => {
      const value = HOSTILE[at % HOSTILE.length];
      const fields = Object.fromEntries(action.fields.map((name) => [name, value]));
      const inTeams = await sendTeams(
        setUp.sandbox,
        omar,
        dialog(action.id, { ...fields, id: value, version: value, more: value }),
      );
      const metadata = at % 2 === 0 ? value : JSON.stringify({ id: value, version: value });
      const view = forgeView(action.id, metadata, at % 3 === 0 ? value : typed(fields));
      const inSlack = await sendSlack(setUp.sandbox, submission(omar, view));
      for (const said of [inTeams, inSlack]) {
        if (isSenseless(said))
          wrong.push(`${action.id} ${JSON.stringify(value)?.slice(0, 60)} ${said.slice(0, 600)}`);
      }
    });
    for (const value of [...HOSTILE, 'x'.repeat(200_000)]) {
      for (const invoke of listInvokes(value)) {
        const said = await sendTeams(setUp.sandbox, omar, invoke);
        if (/^(?!200|400|501)/.test(said) || SENSELESS.test(said))
          wrong.push(`${JSON.stringify(invoke).slice(0, 200)} ${said}`);
      }
    }
    expect(wrong).toEqual([]);
    expect(findFailures(setUp.watched.lines.slice(from))).toEqual([]);
    expect(readTenant(setUp.sandbox)).toBe(before);
    const honest = await sendTeams(
      setUp.sandbox,
      omar,
      dialog('approval.open', { ...targets.get('request') }),
    );
    expect(honest).toContain('Vera Wanted');
  }, 120_000);

  it('gets nothing a second time by what was sent before, also after a restart', async () => {
    const { slack, teams, bot, url } = setUp.sandbox;
    const user = slack.as(pia.slack);
    const command = new URLSearchParams({
      ...{
        command: '/licenses',
        text: '',
        user_id: pia.slack,
        team_id: SLACK_TEAM_ID,
        channel_id: 'C0GENERAL',
      },
      ...{ trigger_id: 'none', response_url: `${url}/slack/response/none` },
    }).toString();
    const now = () => Math.floor(Date.now() / 1_000);
    const signedAt = now();
    const sendAgain = async () =>
      (await slack.deliver('/slack/events', command, { timestampOffsetSec: signedAt - now() })).status;
    const answers = () => [user.messages().length, teams.as(pia.teams).messages().length];
    await untilQuiet(setUp.sandbox, [pia, mia]);
    const [inSlack = 0, inTeams = 0] = answers();
    await sendAgain();
    const { id } = await teams.as(pia.teams).say('help');
    const once = [inSlack + 1, inTeams + 2];
    await expect.poll(answers, { timeout: 20_000 }).toEqual(once);
    const repeat = async () => {
      expect(await sendAgain()).toBe(200);
      expect(await teams.redeliver(id)).toBeLessThan(300);
      for (const verb of ['adduser.create', 'adduser.submit']) {
        const said = await sendTeams(setUp.sandbox, omar, dialog(verb, { ...targets.get('draft of a job') }));
        expect(isSenseless(said)).toBe(false);
      }
    };
    await expectUntouched(async () => {
      await repeat();
      await bot.kill();
      await bot.start();
      await repeat();
      await forEachOf(listOnceEach(targets), async (each) => {
        expect(await inDialog(mia, each)).not.toMatch(CANARY);
      });
      const late = await slack.deliver('/slack/events', command, { timestampOffsetSec: -301 });
      expect(late.status).toBe(401);
    });
    expect(answers()).toEqual(once);
  }, 90_000);
});
