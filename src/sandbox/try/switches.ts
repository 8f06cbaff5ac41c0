import type { Stage } from './seen.ts';

type Body = Readonly<Record<string, unknown>>;

/** What the page can make go wrong once, by the name of its button. Writes only: reading again is no trouble. */
const TROUBLE: Readonly<Record<string, (stage: Stage) => void>> = {
  throttled: ({ graph }) =>
    graph.fail({
      match: { path: /^\/\$batch|^\/users$/ },
      times: 1,
      kind: 'status',
      status: 429,
      retryAfter: 3,
    }),
  unavailable: ({ graph }) =>
    graph.fail({ match: { method: 'POST' }, times: 1, kind: 'status', status: 503 }),
  lostAnswer: ({ graph }) => graph.fail({ match: { method: 'POST' }, times: 1, kind: 'reset-after' }),
  lostMail: ({ mail }) => {
    mail.switches.loseAnswers += 1;
  },
};

const QUOTAS = ['none', 'bucket', 'window'] as const;
/** Small enough that 22 people meet it. */
const SMALL_QUOTA = { quotaWrites: 20, quotaMs: 20_000 };

/** Turns what the body names; leaves the rest. */
export function turnSwitches({ graph, slack, teams, mail }: Stage, body: Body): void {
  const { graphDown, mailDown, slackBusy, slow } = body;
  if (typeof graphDown === 'boolean') graph.switches.down = graphDown;
  if (typeof mailDown === 'boolean') {
    mail.switches.defer = mailDown ? { code: 421, text: '4.3.2 Switched off' } : undefined;
  }
  if (typeof slackBusy === 'boolean') slack.switches.ratelimitedSeconds = slackBusy ? 2 : 0;
  if (typeof slow === 'boolean') {
    for (const { switches } of [graph, slack, teams]) switches.latencyMs = slow ? 1_000 : 0;
  }
  const quota = QUOTAS.find((each) => each === body.quota);
  if (quota !== undefined) Object.assign(graph.switches, SMALL_QUOTA, { quota });
}

/** @throws Error for a trouble that nobody knows */
export function makeTrouble(stage: Stage, name: string): void {
  const make = TROUBLE[name];
  if (make === undefined) throw new Error('The sandbox knows no such trouble.');
  make(stage);
}
