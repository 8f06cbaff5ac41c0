/** Who runs which job, as the lines of their logs say. */
export interface Ownership {
  hear(name: string, line: string): void;
  /** Of those that run: the newest owner of each job, and how often it has changed hands. */
  list(): readonly { id: string; owner: string; turns: number }[];
}

interface Line {
  event?: unknown;
  jobId?: unknown;
}

function read(line: string): Line {
  try {
    return JSON.parse(line) as Line;
  } catch {
    return {};
  }
}

/** `job.taken` is written whenever an instance begins to run a job, `job.ended` when the job has ended. */
export function createOwnership(): Ownership {
  const jobs = new Map<string, { owner: string; turns: number }>();
  return {
    hear(name, line) {
      if (!line.includes('"job.')) return;
      const { event, jobId } = read(line);
      if (typeof jobId !== 'string') return;
      if (event === 'job.taken') jobs.set(jobId, { owner: name, turns: (jobs.get(jobId)?.turns ?? 0) + 1 });
      if (event === 'job.ended') jobs.delete(jobId);
    },
    list: () => [...jobs].map(([id, job]) => ({ id, ...job })),
  };
}
