import { makePeople } from '../composition/tenant.ts';
import { runOneAtATime } from './bareClient.ts';
import { GRAPH } from './bulk.ts';
import { printLine } from './numbers.ts';
import { createScaledClock } from './scaledClock.ts';
import { startGraph } from './startGraph.ts';
import { startService } from './startService.ts';

const PEOPLE = 200;

/** The same people, created and licensed one call at a time, as scripts do. */
export async function benchPeer(): Promise<void> {
  const graph = await startGraph(GRAPH);
  const startedAt = performance.now();
  await runOneAtATime(graph.url, makePeople(PEOPLE));
  const baselineSeconds = (performance.now() - startedAt) / 1_000;
  await graph.stop();

  const other = await startGraph(GRAPH);
  const clock = createScaledClock(1);
  const service = await startService({ graphUrl: other.url, clock, graphClock: clock });
  const { seconds } = await service.run(makePeople(PEOPLE), 'bulk');
  await service.stop();
  await other.stop();
  printLine({ bench: 'peer', n: PEOPLE, seconds, baselineSeconds, ratio: seconds / baselineSeconds });
}
