import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { VARIABLES, type VariableName } from '../../config/configVariables.ts';
import { findJsonFault } from '../../config/findJsonFault.ts';
import { RollcallError } from '../../domain/errors.ts';
import { findKeyFile, makeSecretKey } from '../../store/keyFile.ts';
import { examineAll } from '../doctor/examineAll.ts';
import { CHECK_NAMES, printFinding } from '../doctor/finding.ts';
import { type Answers, isAnswered } from './answers.ts';
import { askPerson } from './askPerson.ts';
import { KIT_FOLDER, type Kit, makeKit } from './makeKit.ts';
import { chosenChats, listQuestions } from './questions.ts';
import { refuseAnswer, refuseFact } from './refuseAnswer.ts';
import { slackWayOf } from './slackWay.ts';
import { readEnv, writeEnv } from './writeEnv.ts';
import { namesSlackGroup, writePolicy } from './writePolicy.ts';

/** `npm run setup`: fills .env and policy.json in, and hands over what Slack, Teams and Azure want. Ends with the doctor. */

const HELP = `Usage: npm run setup [-- --answers FILE]

Asks for everything Rollcall needs to run with your own Slack, Teams, and Microsoft 365, one thing at a time. Leave an
answer empty to come back to it: run setup again, and it continues where it stopped. Writes .env (readable only by you),
policy.json if there is none yet and all of its answers are there, and what Slack, Teams, and Azure need into
${KIT_FOLDER}/. Never prints a secret. Ends with the doctor.

  --answers FILE   A JSON object instead of questions: names of variables (.env.example has them all) and chats, slackWay,
                   customerName, adminName, adminSlack, adminTeams, adminMail, slackTeam. Only here: administrativeUnit, the object id of
                   the unit that people are created in and the app is limited to; and severalTenants, "yes" where Rollcall will
                   look after people of other tenants, too.

Exits as the doctor does: 0 when nothing is wrong, 1 when something is, 2 when it doesn't understand.`;

const FACTS = [
  'chats',
  'slackWay',
  'customerName',
  'adminName',
  'adminSlack',
  'adminTeams',
  'adminMail',
  'slackTeam',
  'administrativeUnit',
  'severalTenants',
];
const cwd = process.cwd();
const envFile = join(cwd, '.env');
/** What is no variable, so that a setup that was stopped asks it once. No secrets. */
const factsFile = join(cwd, KIT_FOLDER, 'answers.json');

class Misunderstood extends Error {}

/** A file of answers: texts, and lists of texts for `chats`. */
function readAnswers(file: string): Record<string, string> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  } catch {
    throw new Misunderstood(`${file} can't be read. Check the path.`);
  }
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    throw new Misunderstood(
      `${file} isn't JSON; ${findJsonFault(text) ?? 'look for a missing comma or quote'}.`,
    );
  }
  if (typeof content !== 'object' || content === null || Array.isArray(content)) {
    throw new Misunderstood(`${file} has to hold one JSON object, such as { "chats": "both" }.`);
  }
  const answers = Object.entries(content).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.join(' ') : value,
  ]);
  for (const [name, value] of answers) {
    if (!FACTS.includes(name) && !Object.hasOwn(VARIABLES, name)) {
      throw new Misunderstood(
        `${file}: "${name}" isn't known. Known are the variables of .env.example, and ${FACTS.join(', ')}.`,
      );
    }
    if (typeof value !== 'string' && typeof value !== 'number') {
      throw new Misunderstood(`${file}: give "${name}" as a text in quotes.`);
    }
  }
  if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0) {
    console.log(
      `! Others on this machine can read ${file}. Delete it when setup is done, or run "chmod 600 ${file}".`,
    );
  }
  return Object.fromEntries(answers.map(([name, value]) => [name, String(value).trim()]));
}

function readFacts(): Record<string, string> {
  try {
    return JSON.parse(readFileSync(factsFile, 'utf8'));
  } catch {
    return {};
  }
}

const isVariable = (name: string): name is VariableName => Object.hasOwn(VARIABLES, name);

/** Keeps each answer at once, so that a setup that is stopped loses none. */
function keep(answers: Answers): void {
  const given = Object.entries(answers).flatMap(([name, value]) => (value ? [[name, value] as const] : []));
  const before = readEnv(envFile);
  const changed = given.filter(([name, value]) => isVariable(name) && before[name] !== value);
  writeEnv(envFile, Object.fromEntries(changed));
  const facts = Object.fromEntries(given.filter(([name]) => FACTS.includes(name)));
  makeKitOf(answers);
  writeFileSync(factsFile, `${JSON.stringify(facts, null, 2)}\n`);
}

/** Where the policy is, or will be. */
const policyFile = (): string =>
  resolve(cwd, { ...readEnv(envFile), ...process.env }.POLICY_FILE || './policy.json');

/** The files that the answers suffice for, and what to do with them. */
function makeKitOf(answers: Answers): Kit {
  return makeKit(cwd, answers, { ...chosenChats(answers), readsGroups: namesSlackGroup(policyFile()) });
}

/**
 * A new master key where there is none yet. What an installation sealed under its key opens under no other, so that
 * nothing is drawn beside one, whatever holds it.
 */
async function drawKey(known: Answers): Promise<{ SECRET_KEY?: string }> {
  const env: Answers = { ...known, ...process.env };
  if (isAnswered(env, 'SECRET_KEY')) return {};
  const kept = await findKeyFile(resolve(cwd, env.DATA_DIR || './data'));
  return kept === undefined ? { SECRET_KEY: makeSecretKey() } : {};
}

/** What is known already: of this setup, of one before, of the environment. */
async function gather(given: Record<string, string>): Promise<Record<string, string>> {
  const known = { ...readFacts(), ...readEnv(envFile), ...given };
  const slackWay = slackWayOf(known);
  const chats = [
    ...(slackWay !== undefined ? ['slack'] : []),
    ...(known.MicrosoftAppId ? ['teams'] : []),
  ].join(' ');
  return {
    ...(chats === '' ? {} : { chats }),
    ...(await drawKey(known)),
    ...Object.fromEntries(Object.entries(known).filter(([, value]) => value !== '')),
    ...(slackWay === undefined ? {} : { slackWay }),
  };
}

/** What stands in .env and cannot be right is asked for again. */
function withoutRefused(known: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(known).filter(([name, value]) => {
      const refused = refuseAnswer(name, value);
      if (refused !== undefined) console.log(`! ${refused} You'll be asked for it again.`);
      return refused === undefined;
    }),
  );
}

async function askAll(answers: Record<string, string>): Promise<Record<string, string>> {
  const known = { ...answers };
  const ask = askPerson();
  console.log(
    'An empty answer leaves something for later. Press Ctrl-C to stop; npm run setup continues where it stopped.',
  );
  try {
    for (let done = new Set<string>(); ; ) {
      const next = listQuestions(known).find(({ name }) => !isAnswered(known, name) && !done.has(name));
      if (next === undefined) return known;
      done.add(next.name);
      const kit = next.after === undefined ? [] : makeKitOf(known)[next.after];
      for (const said of kit) console.log(`\n${said}\n`);
      for (;;) {
        const value = await ask(next);
        if (value === undefined) return known;
        // Everything else depends on it.
        const isLeft = value === '' && next.name !== 'chats';
        const refused = isLeft ? undefined : refuseAnswer(next.name, value);
        if (refused !== undefined) {
          console.log(`  ${refused}`);
          continue;
        }
        if (value !== '') known[next.name] = value;
        keep(known);
        break;
      }
    }
  } finally {
    ask.close();
  }
}

async function main(): Promise<number> {
  let file: string | undefined;
  try {
    const { values } = parseArgs({
      options: { answers: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
    });
    if (values.help === true) {
      console.log(HELP);
      return 0;
    }
    file = values.answers;
  } catch {
    console.error(HELP);
    return 2;
  }
  let answers = await gather(file === undefined ? {} : readAnswers(resolve(file)));
  for (const [name, value] of Object.entries(answers)) {
    const refused = refuseFact(name, value);
    if (refused !== undefined) throw new Misunderstood(`"${name}": ${refused}`);
  }
  if (file === undefined) answers = withoutRefused(answers);
  keep(answers);
  if (file === undefined) answers = await askAll(answers);
  const chats = chosenChats(answers);
  const env = { ...readEnv(envFile), ...process.env };
  const faults = writePolicy(policyFile(), answers, chats);
  const kit = makeKitOf(answers);
  const missing = listQuestions(answers).filter(
    ({ name, isOptional }) => !isAnswered(answers, name) && isOptional !== true,
  );
  const steps = [
    ...(chats.slack && missing.some(({ name }) => name.startsWith('SLACK_')) ? kit.slack : []),
    // The id of an identity is known before it has any permission.
    ...(answers.AZURE_CLIENT_ID && !answers.AZURE_MANAGED_IDENTITY ? [] : kit.azure),
    ...kit.later,
  ];
  console.log(`\nWrote .env and ${KIT_FOLDER}/.`);
  for (const fault of faults) console.log(`✗ policy.json wasn't written: ${fault}`);
  for (const step of steps) console.log(`\n• ${step}`);
  if (missing.length > 0) {
    console.log(
      `\nStill to be answered, with npm run setup once more: ${missing.map(({ name }) => name).join(', ')}.`,
    );
  }
  console.log('\nThe doctor says:\n');
  const findings = await examineAll(env, (path) => readFileSync(path, 'utf8'), {
    checks: CHECK_NAMES,
    dataDir: resolve(cwd, env.DATA_DIR || './data'),
    ...(answers.adminMail === undefined ? {} : { mailTo: answers.adminMail }),
    setup: {
      unanswered: missing.map(({ name }) => name).filter((name) => /^(SLACK_|MicrosoftApp)/.test(name)),
      needsAddress: listQuestions(answers).some(({ name }) => name === 'PUBLIC_URL'),
    },
  });
  for (const finding of findings) console.log(printFinding(finding));
  const well = faults.length === 0 && findings.every(({ result }) => result !== 'wrong');
  console.log(
    well
      ? '\nStart it with npm start, and write help to Rollcall.'
      : missing.length > 0
        ? '\nAnswer the rest with npm run setup. Then fix what is still marked ✗.'
        : '\nFix what is marked ✗, and run npm run doctor.',
  );
  return well ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  if (error instanceof Misunderstood) console.error(error.message);
  else if (error instanceof RollcallError) console.error(`${error.message}\n${error.next}`);
  else throw error;
  process.exitCode = 2;
}
