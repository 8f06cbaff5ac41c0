import { createSandbox } from '../sandbox.ts';
import { playApproval } from './approvalScene.ts';
import { playLeaving } from './leavingScene.ts';
import { playSlack } from './slackScene.ts';
import { playTeams } from './teamsScene.ts';
import { createTranscript } from './transcript.ts';

/** `npm run demo`: the main job through the real wire protocols. Exits 0 only if everything holds. */

const transcript = createTranscript((line) => console.log(line));
const sandbox = await createSandbox();
try {
  await sandbox.bot.start();
  console.log(
    `Rollcall runs at ${sandbox.bot.url}, its loopback Slack, Teams, Graph and mail at ${sandbox.url}.`,
  );
  await playSlack(sandbox, transcript);
  await playTeams(sandbox, transcript);
  await playApproval(sandbox, transcript);
  await playLeaving(sandbox, transcript);
  const violations = [...sandbox.slack.violations, ...sandbox.teams.violations];
  transcript.scene('Afterwards');
  transcript.holds('Slack and Teams had nothing to object to in any message', violations.length === 0);
  for (const violation of violations) transcript.sees('Rollcall', JSON.stringify(violation));
} catch (error) {
  console.error(error);
  console.error(sandbox.bot.lines.slice(-20).join('\n'));
  transcript.holds('the demo ran to its end', false);
} finally {
  await sandbox.stop();
}
console.log('');
if (transcript.failed.length > 0) {
  console.log(
    `${transcript.failed.length} of ${transcript.failed.length + transcript.held} facts do not hold.`,
  );
  process.exitCode = 1;
} else {
  console.log(`All ${transcript.held} facts hold.`);
}
