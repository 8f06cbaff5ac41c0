import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CLOUDS, type CloudName } from '../../domain/clouds.ts';
import { trimEndOf } from '../../domain/trimEnds.ts';
import { packageManifest } from '../../teams/packageManifest.ts';
import { consentLink } from '../doctor/doctorGraph.ts';
import type { Answers } from './answers.ts';
import { type SignInKind, writeAzureScript } from './azureScript.ts';
import { writeSlackManifest } from './slackManifest.ts';
import { type SlackNeeds, slackNeeds } from './slackWay.ts';

/** Where the files lie that are handed to Slack, Teams and Azure, beside .env. */
export const KIT_FOLDER = 'rollcall-setup';

/** What is ready by now, each as a sentence that says what to do with it. Slack's and Azure's by themselves. */
export interface Kit {
  slack: string[];
  azure: string[];
  /** Once the apps are there. */
  later: string[];
}

function signInOf(identity: string | undefined, certificate: string | undefined): SignInKind {
  if (identity === 'system' || identity === 'user') return identity;
  return certificate ? 'certificate' : 'secret';
}

/** What Slack is handed, and what to do with it, for the way that was chosen. */
function makeSlackKit(folder: string, needs: SlackNeeds, publicUrl: string | undefined, kit: Kit): void {
  const { isSocket, hasWorkspaces } = needs;
  if (publicUrl === undefined && (hasWorkspaces || !isSocket)) return;
  const manifest = writeSlackManifest(needs, publicUrl);
  writeFileSync(join(folder, 'slack-manifest.json'), `${JSON.stringify(JSON.parse(manifest), null, 2)}\n`);
  // Slack: "Create and configure apps with manifests", Sharing manifests.
  const link = `https://api.slack.com/apps?new_app=1&manifest_json=${encodeURIComponent(manifest)}`;
  const install = hasWorkspaces ? '' : ', and install it to your workspace';
  kit.slack.push(
    `Open this link to create the Slack app, with everything filled in${install} (the same manifest is in ${KIT_FOLDER}/slack-manifest.json):\n${link}`,
  );
  if (isSocket) {
    kit.slack.push(
      'Make the app-level token: Basic Information → App-Level Tokens → Generate, with the scope connections:write.',
    );
  }
  if (hasWorkspaces) {
    kit.later.push(
      `Once Rollcall runs, someone who manages apps in each Slack workspace opens ${publicUrl}/slack/install. First name each workspace in slackTeams of the policy. For workspaces of different organizations, turn on Manage Distribution → Activate Public Distribution; for an Enterprise Grid, Org Level Apps → Opt-In. For an organization, slackTeams names its E… and not its workspaces.`,
    );
  }
}

/** Writes every file that the answers suffice for; written again, they are the same. Holds no secret. */
export function makeKit(
  cwd: string,
  answers: Answers,
  chats: { slack: boolean; teams: boolean; readsGroups: boolean },
): Kit {
  const folder = join(cwd, KIT_FOLDER);
  mkdirSync(folder, { recursive: true });
  const { PUBLIC_URL, AZURE_TENANT_ID, AZURE_CLIENT_ID, MicrosoftAppId, AZURE_AUTHORITY_HOST } = answers;
  const publicUrl = PUBLIC_URL === undefined ? undefined : trimEndOf(PUBLIC_URL, '/');
  const cloud = (answers.CLOUD ?? 'global') as CloudName;
  const kit: Kit = { slack: [], azure: [], later: [] };
  if (chats.slack)
    makeSlackKit(folder, { ...slackNeeds(answers), readsGroups: chats.readsGroups }, publicUrl, kit);
  const authorityHost = AZURE_AUTHORITY_HOST ?? CLOUDS[cloud]?.authorityHost ?? CLOUDS.global.authorityHost;
  const graph = signInOf(answers.AZURE_MANAGED_IDENTITY, answers.AZURE_CLIENT_CERTIFICATE_PATH);
  const isIdentity = graph === 'system' || graph === 'user';
  if (AZURE_TENANT_ID !== undefined) {
    const endpoint = chats.teams && publicUrl !== undefined ? `${publicUrl}/api/messages` : undefined;
    const isMsi = /msi$/i.test(answers.MicrosoftAppType ?? '');
    const botSignIn = isMsi ? 'user' : answers.MicrosoftAppCertificatePath ? 'certificate' : 'secret';
    const script = writeAzureScript({
      tenantId: AZURE_TENANT_ID,
      ...{ cloud, authorityHost, graph },
      ...(answers.administrativeUnit === undefined ? {} : { unit: answers.administrativeUnit }),
      ...(AZURE_CLIENT_ID === undefined ? {} : { identity: AZURE_CLIENT_ID }),
      ...(publicUrl === undefined ? {} : { consentedAt: `${publicUrl}/consent` }),
      isForSeveral: /^yes$/i.test(answers.severalTenants ?? ''),
      ...(endpoint === undefined ? {} : { bot: { endpoint, signIn: botSignIn } }),
    });
    writeFileSync(join(folder, 'azure.sh'), script, { mode: 0o700 });
    const makes = isIdentity
      ? 'gives the managed identity its permissions'
      : `makes the app registration${endpoint === undefined ? '' : ', the bot and its Teams channel'}`;
    const portal = isIdentity
      ? 'No portal has a page for that.'
      : 'In a portal instead: https://entra.microsoft.com (App registrations) and https://portal.azure.com (Azure Bot).';
    kit.azure.push(
      `Run ${KIT_FOLDER}/azure.sh, which ${makes}${isIdentity && endpoint !== undefined ? ', makes the bot and its Teams channel,' : ''} with the Azure CLI and prints what is asked for next. ${portal}`,
    );
  }
  if (AZURE_TENANT_ID !== undefined && AZURE_CLIENT_ID !== undefined && !isIdentity) {
    kit.later.push(
      `If the app has no consent yet, an admin of the tenant gives it here: ${consentLink({ authorityHost, clientId: AZURE_CLIENT_ID }, AZURE_TENANT_ID)}\nThe last page may show an error: nothing is waiting for them there yet. npm run doctor -- graph shows whether consent was given.`,
    );
  }
  if (chats.teams && MicrosoftAppId !== undefined && publicUrl !== undefined) {
    writeFileSync(
      join(folder, 'rollcall-teams.zip'),
      packageManifest({ MicrosoftAppId, PUBLIC_URL: publicUrl }),
    );
    kit.later.push(
      `Upload ${KIT_FOLDER}/rollcall-teams.zip in Teams: Apps → Manage your apps → Upload a custom app. For everyone: admin.teams.microsoft.com → Teams apps → Manage apps.`,
    );
  }
  return kit;
}
