import { isSecret, VARIABLES, type VariableName } from '../../config/configVariables.ts';

/** What setup asks for that is no variable: it goes into the policy, and to the test mail. */
export type Fact =
  | 'chats'
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

/** By name; variables and facts alike. Empty: not answered. */
export type Answers = Readonly<Partial<Record<string, string>>>;

function ofVariable(name: VariableName, after?: Question['after']): Question {
  const { what, where }: { what: string; where?: string } = VARIABLES[name];
  const text = where === undefined ? what : `${what}\n  Find it: ${where}`;
  return { name, text, isSecret: isSecret(name), ...(after === undefined ? {} : { after }) };
}

function ofFact(name: Fact, text: string): Question {
  return { name, text, isSecret: false };
}

/** True where it is answered, or stands in a file that is named. */
export const isAnswered = (answers: Answers, name: string): boolean =>
  Boolean(answers[name] || answers[`${name}_FILE`]);

const usesSlack = ({ chats = '' }: Answers): boolean => /slack|both/i.test(chats);
const usesTeams = ({ chats = '' }: Answers): boolean => /teams|both/i.test(chats);

/** The chats that were chosen. */
export const chosenChats = (answers: Answers) => ({ slack: usesSlack(answers), teams: usesTeams(answers) });

/**
 * What has to be known, in the order in which it can be: what the manifests need comes before what Slack and Azure give
 * for them.
 */
export function listQuestions(answers: Answers): Question[] {
  const { slack, teams } = chosenChats(answers);
  return [
    ofFact('chats', 'which chats: slack, teams, or both'),
    ofVariable('PUBLIC_URL'),
    {
      name: 'TRUSTED_PROXIES',
      text: "address of the proxy with the certificate, as this server sees it\n  Find it: 127.0.0.1 where both are on one machine; leave it empty if you don't know yet",
      isSecret: false,
      isOptional: true,
    },
    ofFact('customerName', 'the name of your organization, as people know it'),
    ofVariable('AZURE_TENANT_ID'),
    ...(slack
      ? [
          ofVariable(
            isAnswered(answers, 'SLACK_APP_TOKEN') ? 'SLACK_APP_TOKEN' : 'SLACK_SIGNING_SECRET',
            'slack',
          ),
          ofVariable('SLACK_BOT_TOKEN'),
          ofFact(
            'slackTeam',
            'id of your Slack workspace, T…\n  Find it: open Slack in a browser, app.slack.com/client/T…',
          ),
        ]
      : []),
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
