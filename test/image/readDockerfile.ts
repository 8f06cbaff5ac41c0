/** One instruction of a Dockerfile, its continued lines joined. */
export interface Instruction {
  name: string;
  rest: string;
}

/** Docker: "Dockerfile reference": lines that start with # are comments, and a backslash at the end continues a line. */
export function readDockerfile(text: string): Instruction[] {
  const lines = text.split('\n').filter((line) => !/^\s*#/.test(line));
  return lines
    .join('\n')
    .replace(/\\\n\s*/g, '')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [name = '', ...rest] = line.trim().split(/\s+/);
      return { name, rest: rest.join(' ') };
    });
}
