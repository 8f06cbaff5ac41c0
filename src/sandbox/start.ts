import { CAST } from './contoso.ts';
import { createSandbox } from './sandbox.ts';

/** Where to listen. */
export interface StartOptions {
  port: number;
  sandboxPort: number;
}

/**
 * Runs the sandbox until SIGINT or SIGTERM: loopback Slack, Teams, Graph and mail, and the bot against them.
 * Prints what runs where and what to try.
 */
export async function startSandbox(options: StartOptions): Promise<void> {
  const sandbox = await createSandbox({ port: options.sandboxPort, botPort: options.port });
  await sandbox.bot.start();
  const cast = [CAST.helpdesk, CAST.admin, CAST.manager, CAST.stranger];
  console.log(
    [
      'Rollcall is running in its sandbox: nothing here leaves this machine.',
      '',
      `  Try it         ${sandbox.url}  (open in a browser)`,
      `  Rollcall       ${sandbox.bot.url}  (health at /readyz, numbers at /metrics)`,
      `  Slack, Teams   ${sandbox.url}/slack/api/ and ${sandbox.url}/teams/ (loopback)`,
      `  Graph          ${sandbox.url}/graph/v1.0/  (tenant Contoso)`,
      `  Mail           ${sandbox.mail.url}`,
      `  People         ${cast.map(({ name, roles }) => `${name} (${roles.join(', ') || 'no role'})`).join(' · ')}`,
      '',
      'Try it: npm run demo plays the main job and prints what everybody sees.',
      'To use real services, copy .env.example to .env and fill it in. Ctrl-C stops.',
    ].join('\n'),
  );
  await new Promise<void>((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
  await sandbox.stop();
}
