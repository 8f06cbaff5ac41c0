import type { Mutation } from './mutation.ts';

const CHECK = 'T70';
const SETTLE = 'src/flows/customers/settleCustomer.ts';
const ISOLATION = 'test/flows/customers/isolation.test.ts';
const CHOOSING = 'test/flows/customers/choosing.test.ts';
/** A file for several customers. */
const FILES = 'T73';
const WAVES = 'test/flows/waves/waves.test.ts';
const STOPS = 'test/service/waves/stopping.test.ts';
const DRAWN = 'test/views/drawnFor.test.ts';

/** What keeps several customers apart. */
export const CUSTOMER_CONTROLS: readonly Mutation[] = [
  {
    check: CHECK,
    what: 'a card of a customer that is not theirs',
    file: SETTLE,
    text: "if (drawnFor !== undefined && !isTheirs(drawnFor)) return refuse('CUSTOMER_NOT_YOURS', drawnFor);",
    becomes: '',
    test: ISOLATION,
  },
  {
    check: CHECK,
    what: 'a record of a customer that is not theirs',
    file: SETTLE,
    text: "if (named !== undefined && !isTheirs(named)) return refuse('CUSTOMER_NOT_YOURS', named);",
    becomes: '',
    test: ISOLATION,
  },
  {
    check: CHECK,
    what: 'a record of another customer than the card shows',
    file: SETTLE,
    text: 'named !== undefined && drawnFor !== undefined && named !== drawnFor',
    becomes: 'named === null',
    test: ISOLATION,
  },
  {
    check: CHECK,
    what: 'a card that does not say for which customer it is',
    file: SETTLE,
    text: "if (isDrawn(raw)) return { refused: 'CUSTOMER_UNSAID' };",
    becomes: 'if (isDrawn(raw)) return { customer: first, raw, actionId: action.id };',
    test: ISOLATION,
  },
  {
    check: CHECK,
    what: 'a customer that is chosen in a form and not theirs',
    file: SETTLE,
    text: "if (!isTheirs(chosen)) return refuse('CUSTOMER_NOT_YOURS', chosen);",
    becomes: '',
    test: CHOOSING,
  },
  {
    check: CHECK,
    what: 'a step that goes on for another customer than its form was drawn for',
    file: SETTLE,
    text: "if (beginning === undefined) return refuse('CUSTOMER_OTHER', chosen);",
    becomes: 'if (beginning === undefined) return { customer: chosen, raw, actionId: action.id };',
    test: CHOOSING,
  },
  {
    check: CHECK,
    what: 'a pause for all customers, by somebody who acts for some',
    file: SETTLE,
    text: 'if (action.forAll && ',
    becomes: 'if (action.id === null && ',
    test: ISOLATION,
  },
  {
    check: CHECK,
    what: 'a channel of a customer that is not theirs',
    file: SETTLE,
    text: 'theirs.filter((id) => id === ofChannel)',
    becomes: '[ofChannel]',
    test: CHOOSING,
  },
  {
    check: CHECK,
    what: 'the history of a customer that was removed, by somebody limited to others',
    file: SETTLE,
    text: 'human === undefined || human.customers !== undefined ? []',
    becomes: 'human === undefined ? []',
    test: 'test/flows/customers/gone.test.ts',
  },
  {
    check: CHECK,
    what: "another customer in a customer's channel",
    file: SETTLE,
    text: 'return ofChannel === undefined ? theirs : ',
    becomes: 'return ofChannel !== null ? theirs : ',
    test: CHOOSING,
  },
  {
    check: CHECK,
    what: 'a search that does not say in whose directory',
    file: 'src/flows/searches.ts',
    text: 'const isUnsaid = policy.customers.length > 1 && drawnFor === undefined;',
    becomes: 'const isUnsaid = false;',
    test: ISOLATION,
  },
  {
    check: CHECK,
    what: 'what others began without saying for which customer',
    file: 'src/service/customers/begun.ts',
    text: 'draft.owner !== actor.id || ',
    becomes: '',
    test: CHOOSING,
  },
  {
    check: CHECK,
    what: 'buttons in Slack that do not say for which customer they are',
    file: 'src/slack/views/drawnFor.ts',
    text: "if (type === 'button' && typeof value === 'string') return { ...node, value: stamp(value, drawnFor) };",
    becomes: '',
    test: DRAWN,
  },
  {
    check: CHECK,
    what: 'buttons in Teams that do not say for which customer they are',
    file: 'src/teams/outgoing/cardsCustomer.ts',
    text: "if (inner.type === 'Action.Execute') {",
    becomes: "if (inner.type === 'never') {",
    test: DRAWN,
  },
  {
    check: FILES,
    what: 'rows of a customer that the sender of a file may not act for',
    file: 'src/service/waves/openWave.ts',
    text: "const mayCreate = refuseRole({ roles }, rolesFor({ kind: 'bulk' })) === undefined;",
    becomes: 'const mayCreate = true;',
    test: WAVES,
  },
  {
    check: FILES,
    what: 'what was changed after the card of a file for several customers was drawn',
    file: 'src/service/waves/createWaves.ts',
    text: 'if (wave.version !== version) throw describeStale();',
    becomes: '',
    test: WAVES,
  },
  {
    check: FILES,
    what: "one customer's part of a file for several before its turn",
    file: 'src/service/approvals/startableRequests.ts',
    text: 'wave?.held !== true &&',
    becomes: '',
    test: WAVES,
  },
  {
    check: FILES,
    what: 'the next customer once something went wrong for one',
    file: 'src/service/waves/nextLines.ts',
    text: "if (wrong.length >= failures) return { state: 'stopped' };",
    becomes: '',
    test: WAVES,
  },
  {
    check: FILES,
    what: 'people in parts that a rule of size would not look at',
    file: 'src/service/waves/runWaves.ts',
    text: '...(wave.data.people === undefined ? {} : { ofAll: wave.data.people }),',
    becomes: '',
    test: WAVES,
  },
  {
    check: FILES,
    what: 'a part that was about to begin when somebody pressed Stop or End',
    file: 'src/service/approvals/carryOut.ts',
    text: "return file?.kind === 'wave' && (file.data as WaveDraft).state !== 'running';",
    becomes: 'return false && file === undefined;',
    test: STOPS,
  },
  {
    check: FILES,
    what: 'a part that was let begin when somebody pressed Stop or End',
    file: 'src/service/approvals/callBack.ts',
    text: 'wave !== undefined && isReadyToStart({ wave, ...now })',
    becomes: 'wave === undefined && isReadyToStart({ wave, ...now })',
    test: STOPS,
  },
];
