import type { Router } from 'express';
import type { BotProcess } from './bot.ts';
import type { Directories } from './directories.ts';
import type { LoopbackGraph } from './graph/server.ts';
import type { Instances } from './instances/openInstances.ts';
import type { LoopbackLogin } from './login.ts';
import type { LoopbackMail } from './mail/server.ts';
import type { LoopbackWorkspaces } from './slack/oauth/routes.ts';
import type { LoopbackSlack } from './slack/server.ts';
import type { LoopbackTeams } from './teams/server.ts';
import type { WireLog } from './wireLog.ts';

/** Everything the bot talks to, on this machine, and the bot itself. */
export interface Sandbox {
  /** Of the loopback services. */
  url: string;
  /** Contoso's. */
  graph: LoopbackGraph;
  /** Contoso's and the others', where there are several customers. */
  directories: Directories;
  login: LoopbackLogin;
  slack: LoopbackSlack;
  /** Of all workspaces. */
  slackRoutes: Router;
  /** More workspaces that the Slack app can be added to; none where it has one token. */
  workspaces: readonly LoopbackSlack[];
  /** What the app was granted where workspaces are added to it. */
  slackGrants?: LoopbackWorkspaces['grants'];
  teams: LoopbackTeams;
  mail: LoopbackMail;
  bot: BotProcess;
  /**
   * Another process of the bot, with this in its environment in the place of the first one's: a PORT and a METRICS_PORT of
   * its own. Whoever makes it stops it before the sandbox.
   */
  createInstance(env: Readonly<Record<string, string>>): BotProcess;
  /** Undefined while the bot is one process. */
  instances?: Instances;
  /** The bot's numbers. */
  metricsUrl: string;
  /** What went between the bot and the services. */
  wire: WireLog;
  /** The bot's data folder; it lives as long as the sandbox. */
  dataDir: string;
  /** The keys and passwords that the bot was started with. */
  keys: readonly string[];
  /**
   * Makes so many milliseconds pass: the bot is killed and starts again with its clock ahead, and so are the services'.
   */
  letTimePass(ms: number): Promise<void>;
  /** Forgets everything: empty services and a bot with an empty data folder, at the same addresses, running. */
  startOver(): Promise<void>;
  /** Stops the bot and the services and removes the data. */
  stop(): Promise<void>;
}
