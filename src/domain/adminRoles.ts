/** A role in the directory. Microsoft: "Microsoft Entra built-in roles": only the id of a built-in one is always the same. */
export interface AdminRole {
  /** Template id of a built-in role, in lower case; of a custom one its own. */
  id: string;
  /** For people: it can be renamed, and an older tenant has others. */
  name: string;
}

/** Microsoft: "Microsoft Entra built-in roles", template ids. */
export const GLOBAL_ADMIN = '62e90394-69f5-4237-9190-012177145e10';

/**
 * The same page: a Privileged Role Administrator can give themselves any role, and a Privileged Authentication
 * Administrator and Partner Tier2 Support can set the password of a Global Administrator. Partner Tier1 Support can set
 * those of people who are no admins.
 */
const AS_GLOBAL: ReadonlySet<string> = new Set([
  GLOBAL_ADMIN,
  'e8611ab8-c189-46e8-94e1-60213ab1f814',
  '7be44c8a-adaf-4e2a-84d6-ab2649e08a13',
  'e00e864a-17c5-4a4b-9c06-f5b95a8d5bd8',
]);

/** Whether one of these roles is that of a Global Administrator. */
export function isGlobalAdmin(roles: readonly AdminRole[]): boolean {
  return roles.some(({ id }) => id === GLOBAL_ADMIN);
}

/** Whether whoever holds one of these roles has the whole tenant, or can take it. */
export function couldBecomeGlobalAdmin(roles: readonly AdminRole[]): boolean {
  return roles.some(({ id }) => AS_GLOBAL.has(id));
}
