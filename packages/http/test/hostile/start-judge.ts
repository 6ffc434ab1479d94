import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';

export interface Verdict {
  /** Pillow's name of the format, or null where it recognises none. */
  readonly format: string | null;
  readonly state: 'readable' | 'damaged' | 'unreadable';
  readonly why: string | null;
  /** Mean distance of our raster from Pillow's, in levels. */
  readonly difference: number | null;
}

export interface Judge {
  ask(question: { readonly file: string; readonly raster: string | null }): Promise<Verdict>;
  close(): void;
}

/** One Python process that reads pictures with Pillow, a question a line. */
export function startJudge(): Judge {
  const script = path.join(import.meta.dirname, 'judge.py');
  const child = spawn('/usr/bin/python3', [script], { stdio: ['pipe', 'pipe', 'ignore'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async ask(question) {
      child.stdin.write(`${JSON.stringify(question)}\n`);
      const { value, done } = await lines.next();
      if (done) throw new Error(`the judge ended over ${question.file}`);
      return JSON.parse(value) as Verdict;
    },
    close: () => void child.kill(),
  };
}
