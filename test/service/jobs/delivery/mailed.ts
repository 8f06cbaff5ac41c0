import { expect } from 'vitest';
import { makePeople, type World } from '../../fakes/world.ts';

/** Every password that the mails give for a user name, one for each mail that names it. */
export function mailedPasswords({ mailer }: World, userPrincipalName: string): string[] {
  return mailer.inbox.flatMap(({ text }) =>
    text
      .split(`User name: ${userPrincipalName}\nPassword:  `)
      .slice(1)
      .map((rest) => rest.split('\n')[0] ?? ''),
  );
}

/** Exactly these people exist, and the one mail about each gives the password their account has. */
export function expectEverybodyOnce(world: World, count: number): void {
  const names = makePeople(count).map(({ userPrincipalName }) => userPrincipalName);
  expect([...world.tenant.accounts.keys()].sort()).toEqual([...names].sort());
  for (const name of names) {
    expect(mailedPasswords(world, name), name).toEqual([world.tenant.find(name)?.password]);
  }
}
