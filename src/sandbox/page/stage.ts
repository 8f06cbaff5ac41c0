import type { Block } from './slack/blockTypes.ts';
import type { Modal } from './slack/modal.ts';

/** A message in Slack, as the sandbox sends it to the page. */
export interface SlackMessage {
  ts: string;
  /** `You`, `Rollcall`, or another person's name. */
  from: string;
  isBot: boolean;
  edited: boolean;
  text: string;
  blocks: Block[];
  files: { id: string; name: string }[];
  ephemeralFor?: string;
}

/** A message in Teams. */
export interface TeamsMessage {
  id: string;
  /** `You`, `Rollcall`, or another person's name. */
  from: string;
  text: string;
  at: string;
  card?: object;
  attachments: { contentType: string; name?: string; content?: unknown }[];
}

interface TenantUser {
  name: string;
  userName: string;
  enabled: boolean;
  licenses: string[];
  /** Rollcall created it. */
  isOurs: boolean;
}

export interface Mail {
  messageId: string;
  to: string[];
  subject: string;
  text: string;
  html: string;
  at: string;
}

export interface Exchange {
  id: number;
  at: number;
  service: string;
  asker: 'bot' | 'service';
  what: string;
  status: string;
}

/** Everything that the page shows. */
/** One process of Rollcall. */
export interface Instance {
  name: string;
  state: 'running' | 'starting' | 'down' | 'frozen' | 'cut off' | 'draining';
  answered: number;
  /** What it answered last. */
  last: string;
}

export interface Instances {
  list: Instance[];
  /** Those that run, and who runs them. */
  jobs: { id: string; owner: string; turns: number }[];
  /** Writes to the tenant that all of them have left; null while none says so. */
  quotaLeft: number | null;
}

export interface Stage {
  slack: {
    /** Where the app is added: a workspace, or an organization. */
    workspace?: { name: string; hasApp: boolean };
    direct: SlackMessage[];
    channel: SlackMessage[];
    home: { blocks: Block[] } | null;
    modal: Modal | null;
  };
  teams: {
    /** Why whoever is chosen isn't there. */
    absent?: string;
    personal: TeamsMessage[];
    channel: TeamsMessage[];
    dialog: { title: string; card?: object; url?: string } | null;
    files: string[];
  };
  /** One, or one for each customer. */
  tenants: {
    name: string;
    total: number;
    users: TenantUser[];
    deleted: TenantUser[];
    skus: { name: string; seats: number; used: number }[];
  }[];
  mails: Mail[];
  exchanges: Exchange[];
  /** Where there are several. */
  instances?: Instances;
  switches: {
    graphDown: boolean;
    mailDown: boolean;
    slackBusy: boolean;
    slow: boolean;
    quota: string;
    bot: 'down' | 'starting' | 'running';
  };
}
