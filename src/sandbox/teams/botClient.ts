import type { WireLog } from '../wireLog.ts';
import type { Judge } from './judge.ts';
import { ISSUER, type Signer, type TokenOptions } from './signing.ts';
import type { TeamsSwitches } from './switches.ts';
import { type Activity, isJson, type Json, stringOf } from './wire.ts';
import type { World } from './world.ts';

/** How the bot answered; status 0 when it could not be reached or did not answer in time. */
export interface BotAnswer {
  status: number;
  body?: unknown;
}

/** How to send an activity that Teams would not send. */
export interface DeliverOptions extends TokenOptions {
  /** This token as it is; null sends no Authorization header. */
  token?: string | null;
}

/** Sends activities to the bot, signed. */
export interface BotClient {
  setUrl(url: string): void;
  /** Sends once, whatever comes of it; nothing is noted. */
  deliver(activity: Json, options?: DeliverOptions): Promise<BotAnswer>;
  /** A message or update: sent again when it is not answered in time. */
  send(activity: Activity): Promise<BotAnswer>;
  /** An invoke: 5 s, and two more tries. Late answers are ignored, as the client does. */
  invoke(activity: Activity): Promise<BotAnswer>;
  /** The same message once more, as Teams does when it doubts the first. */
  redeliver(activityId: string): Promise<BotAnswer>;
}

/** Life of a token in seconds. Bot Connector's live an hour. */
const TOKEN_SECONDS = 3_600;
/** Microsoft: "Respond to the dialog submit action": the client retries twice. */
const INVOKE_TRIES = 3;
/** Nothing waits longer for a bot that has taken a request and says nothing, where no limit of Teams applies. */
const GIVE_UP_MS = 30_000;
const KEEP_SENT = 1_000;

export function createBotClient(options: {
  appId: string;
  world: World;
  judge: Judge;
  switches: TeamsSwitches;
  signer: Signer;
  wire?: WireLog;
}): BotClient {
  const { appId, world, judge, switches, signer } = options;
  const sent = new Map<string, Activity>();
  let botUrl: string | undefined;

  function makeToken(activity: Json, token: TokenOptions): string {
    const now = Math.floor(world.now() / 1000);
    return signer.sign(
      { iss: ISSUER, aud: appId, serviceurl: activity.serviceUrl, nbf: now, exp: now + TOKEN_SECONDS },
      token,
    );
  }

  async function post(
    activity: Json,
    deliver: DeliverOptions,
    withinMs: number,
  ): Promise<BotAnswer | 'late'> {
    if (botUrl === undefined)
      throw new Error('the loopback Teams does not know the bot: call setBotUrl first');
    const token = deliver.token === undefined ? makeToken(activity, deliver) : deliver.token;
    const signal = AbortSignal.timeout(withinMs);
    try {
      const response = await fetch(`${botUrl}/api/messages`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json; charset=utf-8',
          ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        },
        body: JSON.stringify(activity),
        signal,
      });
      const text = await response.text();
      return { status: response.status, ...(text === '' ? {} : { body: parse(text) }) };
    } catch {
      return signal.aborted ? 'late' : { status: 0 };
    }
  }

  function describe(activity: Activity): string {
    const name = stringOf(activity.name);
    const value =
      isJson(activity.value) && isJson(activity.value.action) ? stringOf(activity.value.action.verb) : '';
    return [activity.type, name, value, `id ${activity.id}`].filter((word) => word !== '').join(' ');
  }

  function keep(activity: Activity): void {
    sent.set(activity.id, activity);
    const [oldest] = sent.keys();
    if (sent.size > KEEP_SENT && oldest !== undefined) sent.delete(oldest);
  }

  function noteStatus(activity: Activity, { status, body }: BotAnswer): void {
    options.wire?.note({
      service: 'Teams',
      asker: 'service',
      what: describe(activity),
      status: status === 0 ? 'no answer' : String(status),
      request: activity,
      answer: body,
    });
    if (status === 0) judge.protocol('unreachable', describe(activity));
    else if (status >= 300) judge.protocol('refused', `${describe(activity)} was answered with ${status}`);
  }

  async function deliver(activity: Json, deliverOptions: DeliverOptions = {}): Promise<BotAnswer> {
    const answer = await post(activity, deliverOptions, GIVE_UP_MS);
    return answer === 'late' ? { status: 0 } : answer;
  }

  return {
    setUrl(url) {
      botUrl = url;
    },
    deliver,
    async send(activity) {
      keep(activity);
      // Observed for Teams: the same id once more, then a new id and timestamp (botbuilder-dotnet issue 5005).
      const again = () => ({
        ...activity,
        id: world.nextId(),
        timestamp: new Date(world.now()).toISOString(),
      });
      for (const make of [() => activity, () => activity, again]) {
        const answer = await post(make(), {}, switches.redeliverAfterMs);
        if (answer !== 'late') {
          noteStatus(activity, answer);
          return answer;
        }
        judge.protocol('late', `${describe(activity)} was not answered in ${switches.redeliverAfterMs} ms`);
      }
      judge.protocol('unanswered', describe(activity));
      return { status: 0 };
    },
    async invoke(activity) {
      for (let tries = 0; tries < INVOKE_TRIES; tries += 1) {
        const answer = await post(activity, {}, switches.invokeWithinMs);
        if (answer !== 'late') {
          noteStatus(activity, answer);
          return answer;
        }
        judge.protocol('late', `${describe(activity)} was not answered in ${switches.invokeWithinMs} ms`);
      }
      judge.protocol('unanswered', describe(activity));
      return { status: 0 };
    },
    async redeliver(activityId) {
      const activity = sent.get(activityId);
      if (activity === undefined) throw new Error(`no message ${activityId} was sent to the bot`);
      return deliver(activity);
    },
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
