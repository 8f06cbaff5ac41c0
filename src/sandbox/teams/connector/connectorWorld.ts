import type { WireLog } from '../../wireLog.ts';
import type { Judge } from '../judge.ts';
import type { FaultList, TeamsSwitches } from '../switches.ts';
import type { World } from '../world.ts';

/** A call the bot made, for counting. */
export interface ConnectorCall {
  method: string;
  /** After `/teams/connector`. */
  path: string;
  status: number | 'reset';
}

/** What the connector's routes share. */
export interface Connector {
  world: World;
  judge: Judge;
  switches: TeamsSwitches;
  faults: FaultList;
  checkToken(authorization: string | undefined): boolean;
  calls: ConnectorCall[];
  wire?: WireLog;
}
