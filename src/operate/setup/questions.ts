import { isSecret, VARIABLES, type VariableName } from '../../config/configVariables.ts';
import type { Answers } from './answers.ts';
import { slackNeeds } from './slackWay.ts';

/** What setup asks for that is no variable: it goes into the policy, and to the test mail. */
export type Fact =
  | 'chats'
  | 'slackWay'
  | 'customerName'
  | 'adminName'
  | 'adminSlack'
  | 'adminTeams'
  | 'adminMail'
  | 'slackTeam';

export interface Question {
  name: VariableName | Fact;
  /** What to answer, and where to find it. */
  text: string;
  isSecret: boolean;
  /** Said once, before it is asked: the files that are ready then. */
  after?: 'slack' | 'azure';
  /** Nothing is missing where it is left empty. */
  isOptional?: boolean;
}

function ofVariable(name: VariableName, after?: Question['after']): Question {
  const { what, where }: { what: string; where?: string } = VARIABLES[name];
  const text = where === undefined ? what : `${what}\n  Find it: ${where}`;
  return { name, text, isSecret: isSecret(name), ...(after === undefined ? {} : { after }) };
}

function ofFact(name: Fact, text: string): Question {
  return { name, text, isSecret: false };
}

const usesSlack = ({ chats = '' }: Answers): boolean => /slack|both/i.test(chats);
const usesTeams = ({ chats = '' }: Answers): boolean => /teams|both/i.test(chats);

/** The chats that were chosen. */
export const chosenChats = (answers: Answers) => ({ slack: usesSlack(answers), teams: usesTeams(answers) });

/** What Slack gives for its way, after the manifest for that way. */
function listSlackQuestions(answers: Answers): Question[] {
  const { isSocket, hasWorkspaces } = slackNeeds(answers);
  return [
    ofVariable(isSocket ? 'SLACK_APP_TOKEN' : 'SLACK_SIGNING_SECRET', 'slack'),
    ...(hasWorkspaces
      ? [ofVariable('SLACK_CLIENT_ID'), ofVariable('SLACK_CLIENT_SECRET')]
      : [ofVariable('SLACK_BOT_TOKEN')]),
    ofFact(
      'slackTeam',
      hasWorkspaces
        ? 'id of your first Slack workspace, T…; or of your organization, E…, where the app is for all of an Enterprise Grid\n  Find it: open Slack in a browser, app.slack.com/client/T… or app.slack.com/client/E…'
        : 'id of your Slack workspace, T…\n  Find it: open Slack in a browser, app.slack.com/client/T…',
    ),
  ];
}

/** The address, unless nothing but Slack is used and it sends through a socket. */
function listAddressQuestions(answers: Answers): Question[] {
  const { slack, teams } = chosenChats(answers);
  const { isSocket, hasWorkspaces } = slackNeeds(answers);
  if (slack && !teams && isSocket && !hasWorkspaces) return [];
  return [
    ofVariable('PUBLIC_URL'),
    {
      name: 'TRUSTED_PROXIES',
      text: "address of the proxy with the certificate, as this server sees it\n  Find it: 127.0.0.1 where both are on one machine; leave it empty if you don't know yet",
      isSecret: false,
      isOptional: true,
    },
  ];
}

/**
 * What has to be known, in the order in which it can be: what the manifests need comes before what Slack and Azure give
 * for them.
 */
export function listQuestions(answers: Answers): Question[] {
  const { slack, teams } = chosenChats(answers);
  return [
    ofFact('chats', 'which chats: slack, teams, or both'),
    ...(slack
      ? [
          {
            ...ofFact(
              'slackWay',
              `how Slack reaches Rollcall: address, socket, or workspaces
  address: Slack calls this server at its public address, and signs what it sends
  socket: Rollcall opens a socket to Slack (Socket Mode), and Slack needs no public address; only one-time links for passwords do (PUBLIC_URL)
  workspaces: as address, for several workspaces or an Enterprise Grid, each of which is added in a browser (OAuth)
  Empty means address`,
            ),
            isOptional: true,
          },
        ]
      : []),
    ...listAddressQuestions(answers),
    ofFact('customerName', 'the name of your organization, as people know it'),
    ofVariable('AZURE_TENANT_ID'),
    ...(slack ? listSlackQuestions(answers) : []),
    ofVariable('AZURE_CLIENT_ID', 'azure'),
    ...(answers.AZURE_CLIENT_CERTIFICATE_PATH || answers.AZURE_MANAGED_IDENTITY
      ? []
      : [ofVariable('AZURE_CLIENT_SECRET')]),
    ...(teams
      ? [
          ofVariable('MicrosoftAppId'),
          ...(answers.MicrosoftAppCertificatePath || /msi$/i.test(answers.MicrosoftAppType ?? '')
            ? []
            : [ofVariable('MicrosoftAppPassword')]),
        ]
      : []),
    ofVariable('SMTP_URL'),
    ofVariable('MAIL_FROM'),
    ofFact('adminName', 'your own name: you become the first admin'),
    ...(slack
      ? [
          ofFact(
            'adminSlack',
            'your Slack member id, U…\n  Find it: your profile → three dots → Copy member ID',
          ),
        ]
      : []),
    ofFact(
      'adminTeams',
      'your object id in Microsoft Entra, a GUID\n  Find it: entra.microsoft.com → Users → you → Object ID',
    ),
    {
      ...ofFact('adminMail', 'your email address, for a test email'),
      isOptional: true,
    },
  ];
}
