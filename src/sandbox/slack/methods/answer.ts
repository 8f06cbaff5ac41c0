import type { Json } from '../wire.ts';
import type { World } from '../world.ts';

/** What a method answers: Slack's error word with the reasons, or the fields beside `ok`. */
export type MethodAnswer = { error: string; messages?: readonly string[] } | Json;

/** A Web API method. */
export type Method = (world: World, args: Json) => MethodAnswer;
