import { createSandbox } from '../sandbox.ts';
import type { SandboxOptions } from '../services.ts';
import type { Sandbox } from '../stage.ts';
import { severalPolicy } from '../tenants.ts';
import { playApproval } from './approvalScene.ts';
import { playLeaving } from './leavingScene.ts';
import { playSlack } from './slackScene.ts';
import { playTeams } from './teamsScene.ts';
import { createTranscript, type Transcript } from './transcript.ts';
import { playWaves } from './wavesScene.ts';

/** `npm run demo`: the main job through the real wire protocols. Exits 0 only if everything holds. */

const transcript = createTranscript((line) => console.log(line));

/** Plays the scenes in a sandbox of their own. */
async function play(
  options: SandboxOptions,
  scenes: readonly ((sandbox: Sandbox, transcript: Transcript) => Promise<void>)[],
): Promise<void> {
  const sandbox = await createSandbox(options);
  try {
    await sandbox.bot.start();
    console.log(
      `Rollcall runs at ${sandbox.bot.url}, its loopback Slack, Teams, Graph and mail at ${sandbox.url}.`,
    );
    for (const scene of scenes) await scene(sandbox, transcript);
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
}

await play({}, [playSlack, playTeams, playApproval, playLeaving]);
// A partner, with one customer at a time.
const policy = { ...severalPolicy(), waves: { first: 1, atOnce: 1, failures: 1 } };
await play({ several: true, policy }, [playWaves]);
console.log('');
if (transcript.failed.length > 0) {
  console.log(
    `${transcript.failed.length} of ${transcript.failed.length + transcript.held} facts do not hold.`,
  );
  process.exitCode = 1;
} else {
  console.log(`All ${transcript.held} facts hold.`);
}
