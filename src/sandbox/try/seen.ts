import { CAST } from '../contoso.ts';
import type { Sandbox } from '../sandbox.ts';

/** What the page drives. */
export type Stage = Pick<Sandbox, 'slack' | 'teams' | 'mail' | 'graph' | 'bot'>;

export type Person = (typeof CAST)[keyof typeof CAST];

/** @throws Error when nobody has this id */
export function findPerson(id: unknown): Person {
  const found = Object.values(CAST).find((person) => person.id === id);
  if (found === undefined) throw new Error('There is no such person in the sandbox.');
  return found;
}

/** How many requests of each service the page lists. */
const CALLS_SHOWN = 60;

/** Everything that one person, and whoever looks behind the scenes, sees now. No file contents, no passwords but those in mails. */
export function describeStage(stage: Stage, person: Person): object {
  const { slack, teams, mail, graph, bot } = stage;
  const mia = slack.as(person.slack);
  const listed = [...mia.messages(), ...mia.ephemeralMessages()].sort((a, b) => Number(a.ts) - Number(b.ts));
  return {
    slack: {
      messages: listed.map((each) => ({ ...each, files: each.files.map(({ name }) => ({ name })) })),
      modal: mia.openModal() ?? null,
    },
    teams: {
      messages: teams.as(person.teams).messages(),
    },
    tenant: {
      users: [...graph.state.users.values()].map((user) => ({
        name: user.displayName,
        userName: user.userPrincipalName,
        enabled: user.accountEnabled,
        licenses: user.assignedLicenses.map(({ skuId }) => graph.state.skus.get(skuId)?.partNumber ?? skuId),
      })),
      skus: [...graph.state.skus.values()].map(({ skuId, partNumber, enabled }) => ({
        partNumber,
        enabled,
        used: graph.state.consumed(skuId),
      })),
    },
    mails: mail.mails.map(({ from, to, subject, text, at }) => ({ from, to, subject, text, at })),
    calls: {
      graph: graph.requests.slice(-CALLS_SHOWN),
      slack: slack.calls.slice(-CALLS_SHOWN),
      teams: teams.calls.slice(-CALLS_SHOWN),
    },
    switches: {
      graphDown: graph.switches.down,
      mailDown: mail.switches.defer !== undefined,
      latencyMs: graph.switches.latencyMs,
      botRuns: bot.pid !== undefined,
    },
  };
}
