import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { createSandbox, type Sandbox, type SandboxOptions } from '../../src/sandbox/sandbox.ts';
import { type SecretWatch, watchSecrets } from './watchSecrets.ts';

/**
 * One sandbox with the real bot process for the tests of a file. After each test Slack and Teams must have had
 * nothing to object to; `expectsTrouble` lets a test say that it made trouble itself. At the end everything that the bot
 * wrote, its log at its chattiest, must hold no secret.
 */
export function useSandbox(options: SandboxOptions = {}): {
  readonly sandbox: Sandbox;
  readonly watch: SecretWatch;
  expectsTrouble(): void;
} {
  const watch = watchSecrets();
  let sandbox: Sandbox | undefined;
  let trouble = false;

  beforeAll(async () => {
    sandbox = await createSandbox({
      ...options,
      env: { LOG_LEVEL: 'debug', ...options.env },
      onBotLine(line) {
        watch.line(line);
        options.onBotLine?.(line);
      },
    });
    watch.attach(sandbox);
    await sandbox.bot.start();
  });

  afterEach(() => {
    if (sandbox === undefined) return;
    const { slack, teams } = sandbox;
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
    if (sandbox === undefined) return;
    await sandbox.bot.stop();
    const leaks = watch.findLeaks(sandbox);
    await sandbox.stop();
    expect(leaks).toEqual([]);
  });

  return {
    watch,
    get sandbox() {
      if (sandbox === undefined) throw new Error('The sandbox has not started.');
      return sandbox;
    },
    expectsTrouble() {
      trouble = true;
    },
  };
}
