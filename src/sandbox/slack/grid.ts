import type { Json } from './wire.ts';
import type { World } from './world.ts';

/** What the organization is called. */
export const ORGANIZATION = 'Contoso Group';

/** What commands and events say about the organization; nothing outside of one. */
export function describeEnterprise({ switches: { grid } }: World): Json {
  return grid === undefined ? {} : { enterprise_id: grid.enterpriseId, enterprise_name: ORGANIZATION };
}

/** Where, whose and for whom an interaction is. */
export function describeTeams(world: World): { team: Json | null; teamOfUser: string; more: Json } {
  const { grid } = world.switches;
  const team = { id: world.teamId, domain: 'contoso', ...describeEnterprise(world) };
  const enterprise = grid === undefined ? null : { id: grid.enterpriseId, name: ORGANIZATION };
  const isOrgWide = grid?.isOrgWide === true;
  return {
    team: isOrgWide ? null : team,
    teamOfUser: grid?.userTeamId ?? world.teamId,
    more: { enterprise, is_enterprise_install: isOrgWide },
  };
}

/** What the app is installed in: the workspace, or the whole organization (bolt-js#1720). */
export function installedIn({ switches: { grid }, teamId }: World): string {
  return grid?.isOrgWide === true ? grid.enterpriseId : teamId;
}

/** What that is called. */
export function nameInstalledIn({ switches: { grid }, name }: World): string {
  return grid?.isOrgWide === true ? ORGANIZATION : name;
}

/** Whom files and messages of people belong to: on a Grid, the organization. */
export function teamOfPeople({ switches: { grid }, teamId }: World): string {
  return grid?.enterpriseId ?? teamId;
}
