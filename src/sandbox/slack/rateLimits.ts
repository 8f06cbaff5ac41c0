import { directOf } from './state.ts';
import type { Json } from './wire.ts';
import { asText } from './wire.ts';

const MINUTE_MS = 60_000;

/** Calls per minute, per method and workspace (Slack: rate limits, tiers 2 to 4; auth.test has its own). */
const PER_MINUTE: Readonly<Record<string, number>> = {
  'auth.test': 600,
  'auth.teams.list': 20,
  'chat.postEphemeral': 100,
  'chat.update': 50,
  'chat.delete': 50,
  'conversations.open': 50,
  'conversations.info': 50,
  'usergroups.users.list': 20,
  'users.info': 100,
  'views.open': 100,
  'views.push': 100,
  'views.update': 100,
  'views.publish': 100,
  'files.info': 100,
  'files.getUploadURLExternal': 100,
  'files.completeUploadExternal': 100,
  'files.delete': 50,
};

/** Counts calls in Slack's windows. */
export interface RateLimits {
  /** Counts a call, or answers how many seconds to wait before it would be let through. */
  take(method: string, args: Json): number | undefined;
}

/** Starts with empty windows; `now` is in milliseconds. */
export function createRateLimits(now: () => number): RateLimits {
  const calls = new Map<string, number[]>();
  return {
    take(method, args) {
      // Slack: chat.postMessage takes about one message a second and channel.
      const isPost = method === 'chat.postMessage';
      const channel = asText(args.channel);
      const key = isPost ? `${method} ${channel.startsWith('U') ? directOf(channel) : channel}` : method;
      const most = isPost ? 1 : PER_MINUTE[method];
      const windowMs = isPost ? 1_000 : MINUTE_MS;
      if (most === undefined) return undefined;
      const recent = (calls.get(key) ?? []).filter((at) => at > now() - windowMs);
      calls.set(key, recent);
      const oldest = recent[0];
      if (recent.length >= most && oldest !== undefined) {
        return Math.max(1, Math.ceil((oldest + windowMs - now()) / 1_000));
      }
      recent.push(now());
      return undefined;
    },
  };
}
