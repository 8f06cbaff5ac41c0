/** A control, how it is switched off, and the tests that have to notice. */
export interface Mutation {
  /** The number in the README's table "Security checks". */
  check: string;
  what: string;
  file: string;
  /** Stands in the file exactly once. */
  text: string;
  becomes: string;
  test: string;
}

/** One line of code each, whose loss nobody would see in daily use. */
export const MUTATIONS: readonly Mutation[] = [
  {
    check: 'T2',
    what: 'Slack requests from more than five minutes ahead',
    file: 'src/slack/guard.ts',
    text: 'Math.abs(wallNow() / 1_000 - Number(timestamp)) > MAX_SKEW_S',
    becomes: 'wallNow() / 1_000 - Number(timestamp) > MAX_SKEW_S',
    test: 'test/slack/guard.test.ts',
  },
  {
    check: 'T2',
    what: 'Slack requests that are more than five minutes old',
    file: 'src/slack/guard.ts',
    text: 'Math.abs(wallNow() / 1_000 - Number(timestamp)) > MAX_SKEW_S',
    becomes: 'Number(timestamp) - wallNow() / 1_000 > MAX_SKEW_S',
    test: 'test/slack/guard.test.ts',
  },
  {
    check: 'T3',
    what: 'replayed Slack requests',
    file: 'src/slack/guard.ts',
    text: 'if (store.seen(`slack:',
    becomes: 'if (false && store.seen(`slack:',
    test: 'test/slack/guard.test.ts',
  },
  {
    check: 'T4',
    what: 'Teams activities without a valid token',
    file: 'src/teams/guard.ts',
    text: 'await authentication.authenticateRequest(activity as Activity, header);',
    becomes: '',
    test: 'test/teams/room.test.ts',
  },
  {
    check: 'T4',
    what: 'Teams activities without a service address',
    file: 'src/teams/guard.ts',
    text: "if (text(activity.serviceUrl) === '') return",
    becomes: 'if (false) return',
    test: 'test/teams/room.test.ts',
  },
  {
    check: 'T5',
    what: 'activities from another tenant',
    file: 'src/teams/guard.ts',
    text: '!tenants.every((id) => allowed.has(id))',
    becomes: 'false',
    test: 'test/teams/room.test.ts',
  },
  {
    check: 'T5',
    what: 'people from another Slack workspace',
    file: 'src/slack/foreign.ts',
    text: 'teams.every((team) => allowed.includes(team))',
    becomes: 'true',
    test: 'test/slack/guard.test.ts',
  },
  {
    check: 'T7',
    what: 'Slack files from hosts that merely end like a listed one',
    file: 'src/slack/hosts.ts',
    text: "return url.protocol === 'https:' && hosts.includes(url.host);",
    becomes: "return url.protocol === 'https:' && hosts.some((host) => url.host.endsWith(host));",
    test: 'test/slack/files.test.ts',
  },
  {
    check: 'T7',
    what: 'Teams files from hosts that merely end like a listed one',
    file: 'src/teams/files.ts',
    text: "return url.protocol === 'https:' && url.port === '' && hosts.includes(url.hostname);",
    becomes: "return url.protocol === 'https:' && hosts.some((host) => url.hostname.endsWith(host));",
    test: 'test/teams/files.test.ts',
  },
  {
    check: 'T12',
    what: 'formulas in the files that people open in a spreadsheet',
    file: 'src/roster/formulaMark.ts',
    text: 'return NEEDS_MARK.test(cell) ?',
    becomes: 'return false ?',
    test: 'test/roster/writeCsv.test.ts',
  },
  {
    check: 'T17',
    what: 'recipients that a mail library would read as several',
    file: 'src/domain/recipients.ts',
    text: 'return text.length <= MAX_ADDRESS && ADDRESS.test(text);',
    becomes: "return text.includes('@');",
    test: 'test/domain/recipients.test.ts',
  },
  {
    check: 'T17',
    what: 'the same, right before the mail library',
    file: 'src/mail/address.ts',
    text: 'return text.length <= MAX_ADDRESS && ADDRESS.test(text);',
    becomes: "return text.includes('@');",
    test: 'test/mail/createMailer.test.ts',
  },
  {
    check: 'T20',
    what: 'the one who asked among those who may approve',
    file: 'src/domain/approvalRules.ts',
    text: '.filter((id) => id !== requester)',
    becomes: '',
    test: 'test/domain/approvalRules.test.ts',
  },
  {
    check: 'T21',
    what: 'decisions of somebody who may not decide',
    file: 'src/service/approvals/judging.ts',
    text: 'if (!mayDecide(policy, request, actor.id)) return describeNotAsked();',
    becomes: '',
    test: 'test/service/approvals.test.ts',
  },
  {
    check: 'T22',
    what: 'cards with a version of their own making, or an old one',
    file: 'src/service/approvals/judging.ts',
    text: 'if (request.version !== version) return describeStale();',
    becomes: '',
    test: 'test/service/approvals.test.ts',
  },
  {
    check: 'T23',
    what: 'decisions after the request has expired',
    file: 'src/service/approvals/judging.ts',
    text: 'if (request.expiresAt <= now) return',
    becomes: 'if (false) return',
    test: 'test/service/approvals.test.ts',
  },
  {
    check: 'T24',
    what: 'the second of two submits of one form',
    file: 'src/store/jobs.ts',
    text: "if (jobs.has(job.id)) return 'exists';",
    becomes: '',
    test: 'test/contracts/store.lowdb.test.ts',
  },
  {
    check: 'T28',
    what: 'the second of two reveals',
    file: 'src/service/jobs/reveal.ts',
    text: 'job.revealedAt === undefined && isOver(job) ?',
    becomes: 'isOver(job) ?',
    test: 'test/service/revealing.test.ts',
  },
  {
    check: 'T28',
    what: 'the second of two openings of a one-time link',
    file: 'src/store/links.ts',
    text: 'return link.openedAt === undefined && link.voidedAt === undefined',
    becomes: 'return link.voidedAt === undefined',
    test: 'test/contracts/store.lowdb.test.ts',
  },
  {
    check: 'T31',
    what: 'passwords whose reveal could not be audited',
    file: 'src/service/jobs/reveal.ts',
    text: "await audit(actor, jobId, 'done', { people: people.length });",
    becomes: "await audit(actor, jobId, 'done', { people: people.length }).catch(() => undefined);",
    test: 'test/service/revealing.test.ts',
  },
];
