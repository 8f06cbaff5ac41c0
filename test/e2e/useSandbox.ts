import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import type { SandboxOptions } from '../../src/sandbox/services.ts';
import { addEverywhere } from '../../src/sandbox/slackSetting.ts';
import type { Sandbox } from '../../src/sandbox/stage.ts';
import { createWatchedSandbox, type WatchedSandbox } from './watchSecrets.ts';

/**
 * In tests that do not say how Slack is set up, with `ROLLCALL_TEST_SLACK=socket` Slack sends through a socket, and with `oauth`
 * the app is added to the workspace (`npm run drill socket` and `oauth`).
 */
function withWay(options: SandboxOptions): SandboxOptions {
  const way = process.env.ROLLCALL_TEST_SLACK;
  if (options.workspaces !== undefined) return options;
  if (way === 'socket') return { ...options, slack: { socketMode: true, ...options.slack } };
  return way === 'oauth' ? { ...options, workspaces: [], isAdded: true } : options;
}

/**
 * One sandbox with the real bot process for the tests of a file. After each test Slack and Teams must have had
 * nothing to object to; `expectsTrouble` lets a test say that it made trouble itself. At the end everything that the bot
 * wrote, its log at its chattiest, must hold no secret.
 */
export function useSandbox(options: SandboxOptions = {}): {
  readonly sandbox: Sandbox;
  readonly watched: WatchedSandbox;
  /** The app was added to the workspace, instead of having a token of a variable. */
  readonly isAdded: boolean;
  expectsTrouble(): void;
} {
  let watched: WatchedSandbox | undefined;
  let trouble = false;
  const chosen = withWay(options);

  beforeAll(async () => {
    watched = await createWatchedSandbox(chosen);
    await watched.sandbox.bot.start();
    if (chosen.isAdded) await addEverywhere(watched.sandbox);
  });

  afterEach(() => {
    if (watched === undefined) return;
    const { slack, teams } = watched.sandbox;
    const objections = [...slack.violations, ...teams.violations];
    const late = [...slack.protocolErrors, ...teams.protocolErrors];
    slack.violations.length = 0;
    teams.violations.length = 0;
    slack.protocolErrors.length = 0;
    teams.protocolErrors.length = 0;
    if (!trouble) {
      expect(objections).toEqual([]);
      expect(late).toEqual([]);
    }
    trouble = false;
  });

  afterAll(async () => {
    if (watched === undefined) return;
    try {
      expect(await watched.findLeaks()).toEqual([]);
    } finally {
      await watched.sandbox.stop();
    }
  });

  function started(): WatchedSandbox {
    if (watched === undefined) throw new Error('The sandbox has not started.');
    return watched;
  }

  return {
    get sandbox() {
      return started().sandbox;
    },
    get watched() {
      return started();
    },
    isAdded: chosen.isAdded === true,
    expectsTrouble() {
      trouble = true;
    },
  };
}

/** Leaves a deleted account with this user name behind, as somebody's who left. Answers its object id. */
export function deleteSomebody({ graph }: Sandbox, userPrincipalName: string, displayName: string): string {
  const ada = graph.state.findUser('ada@contoso.com');
  if (ada === undefined) throw new Error('Ada is not in the tenant.');
  const id = randomUUID();
  graph.state.deleted.set(id, {
    ...ada,
    id,
    displayName,
    mail: userPrincipalName,
    userPrincipalName: `${id.replaceAll('-', '')}${userPrincipalName}`,
    deletedDateTime: new Date().toISOString(),
  });
  return id;
}
