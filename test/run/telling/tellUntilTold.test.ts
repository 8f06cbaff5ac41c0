import { expect, it } from 'vitest';
import { createTellUntilTold } from '../../../src/run/telling/tellUntilTold.ts';
import { createManualClock } from '../../service/fakes/manualClock.ts';
import { createTestLog } from '../../store/sampleRecords.ts';

const NEWS = () => undefined;

function open() {
  const clock = createManualClock();
  const log = createTestLog();
  const tried: string[] = [];
  const answers: (boolean | Error)[] = [];
  const admins = createTellUntilTold(
    async (what) => {
      tried.push(what);
      const answer = answers.shift() ?? false;
      if (answer instanceof Error) throw answer;
      return answer;
    },
    { clock, log },
  );
  return { clock, log, tried, answers, admins };
}

it('tries again each minute where nobody was reached or the chat is broken, until somebody was', async () => {
  const { clock, log, tried, answers, admins } = open();
  answers.push(false, new Error('The chat is broken.'), true);
  admins.tell('file', 'a comma', NEWS);
  await clock.advance(59_000);
  expect(tried).toHaveLength(1);
  await clock.advance(10 * 60_000);
  expect(tried).toEqual(['a comma', 'a comma', 'a comma']);
  expect(log.events.map(({ event }) => event)).toEqual(['rollcall.admin_not_told']);
});

it('tells what is so now, and nothing once it is forgotten or over', async () => {
  const { clock, tried, admins } = open();
  admins.tell('file', 'a comma', NEWS);
  admins.tell('team', 'another team', NEWS);
  admins.tell('file', 'a key', NEWS);
  expect(tried.splice(0)).toEqual(['a comma', 'another team', 'a key']);
  await clock.advance(60_000);
  expect(tried.splice(0).sort()).toEqual(['a key', 'another team']);
  admins.forget('file');
  await clock.advance(60_000);
  expect(tried.splice(0)).toEqual(['another team']);
  admins.stop();
  await clock.advance(10 * 60_000);
  expect(tried).toEqual([]);
});
