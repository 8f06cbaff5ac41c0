import { CLOUDS, type CloudName } from '../domain/clouds.ts';
import type { Policy } from '../domain/policy/policy.ts';
import { isOrganization } from '../domain/slackId.ts';
import type { GraphConfig, SlackConfig, TeamsConfig } from './configParts.ts';
import type { Reader } from './configReader.ts';

/** What the policy must name so that the chats and the tenant of this configuration have anybody to serve. */
export function checkTogether(
  reader: Reader,
  live: {
    policy: Policy;
    slack?: SlackConfig | undefined;
    teams?: TeamsConfig | undefined;
    graph: GraphConfig;
    publicUrl?: string | undefined;
  },
): void {
  const { policy, slack, teams, graph, publicUrl } = live;
  const linking = policy.customers.find(({ passwordDelivery: way }) => way === 'link' || way === 'pass');
  if (publicUrl === undefined && linking !== undefined) {
    const way = linking.passwordDelivery;
    reader.complain('PUBLIC_URL', `one-time links need it, and passwordDelivery in the policy is "${way}"`);
  }
  if (slack !== undefined && policy.slackTeams.length === 0) {
    reader.complain(
      'POLICY_FILE',
      'slackTeams: name your Slack workspace, such as "T012AB3CD"; others are refused',
    );
  }
  if (slack?.install !== undefined && publicUrl === undefined) {
    reader.complain(
      'PUBLIC_URL',
      'Slack sends whoever adds a workspace back to it, so SLACK_CLIENT_ID needs it',
    );
  }
  const elsewhereInSlack = policy.people.find((human) => human.slack?.includes('/'));
  if (slack?.botToken !== undefined && elsewhereInSlack !== undefined) {
    reader.complain(
      'POLICY_FILE',
      `people: "${elsewhereInSlack.id}" is in another Slack workspace (${elsewhereInSlack.slack}), which SLACK_BOT_TOKEN doesn't reach: use SLACK_CLIENT_ID and SLACK_CLIENT_SECRET`,
    );
  }
  const somewhere = policy.groups.find(({ slack: group }) => group !== undefined && !group.includes('/'));
  if (slack?.install !== undefined && isOrganization(policy.slackTeams[0]) && somewhere !== undefined) {
    reader.complain(
      'POLICY_FILE',
      `groups: "${somewhere.id}" is in a workspace of the organization ${policy.slackTeams[0]}: say in which, as in "T012AB3CD/${somewhere.slack}"`,
    );
  }
  if (teams !== undefined && policy.teamsTenants.length === 0) {
    reader.complain(
      'POLICY_FILE',
      'teamsTenants: name the tenants whose people may use Teams; others are refused',
    );
  }
  const elsewhere = policy.customers.find(
    ({ tenantId }) => tenantId !== undefined && tenantId.toLowerCase() !== graph.tenantId.toLowerCase(),
  );
  if ('managedIdentity' in graph.credential && elsewhere !== undefined) {
    reader.complain(
      'AZURE_MANAGED_IDENTITY',
      `a managed identity belongs to one tenant, and the customer "${elsewhere.id}" is in another: use an app registration with a certificate`,
    );
  }
  const [only, ...others] = policy.customers;
  const named = others.length === 0 ? only?.tenantId : undefined;
  if (named !== undefined && named.toLowerCase() !== graph.tenantId.toLowerCase()) {
    reader.complain('AZURE_TENANT_ID', 'is another tenant than customers[0].tenantId in the policy');
  }
}

/** What the policy asks for and the cloud does not have. */
export function checkCloud(reader: Reader, { customers }: Policy, cloud: CloudName): void {
  const wanting = customers.findIndex(({ temporaryAccessPass }) => temporaryAccessPass);
  if (wanting < 0 || CLOUDS[cloud].securityInfoUrl !== undefined) return;
  reader.complain(
    'POLICY_FILE',
    `customers[${wanting}].temporaryAccessPass: Microsoft makes no Temporary Access Passes in the cloud "${cloud}"; take it away`,
  );
}
