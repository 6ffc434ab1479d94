// There need be no Docker engine: a library reads the Dockerfile, and each of its COPY and RUN is carried out in an empty
// folder that stands for the image. What comes out is started as CMD says, without what this checkout has installed.
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Copy, DockerfileParser, type JSONInstruction } from 'dockerfile-ast';
import { afterAll, beforeAll, expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '../../..');
const file = DockerfileParser.parse(readFileSync(path.join(root, 'examples/express/Dockerfile'), 'utf8'));
const folder = mkdtempSync(path.join(tmpdir(), 'imgsearch-image-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Stage {
  readonly name: string;
  readonly place: string;
  workdir: string;
  user: string;
  command: string[];
  health: string[];
  readonly env: Record<string, string>;
}
const stages: Stage[] = [];
/** Where something of an image lies in the stage's folder. */
const within = ({ place, workdir }: Stage, target: string): string =>
  path.join(place, path.posix.resolve(workdir, target));

/** What Docker would send: what is committed or about to be; everything else is named in .dockerignore. */
function copyContext(target: string): void {
  const names = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  });
  for (const name of names.split('\0').filter((each) => each !== '')) {
    mkdirSync(path.dirname(path.join(target, name)), { recursive: true });
    cpSync(path.join(root, name), path.join(target, name));
  }
}

function carryOut(instruction: ReturnType<typeof file.getInstructions>[number], stage: Stage): void {
  const words = instruction.getArguments().map((argument) => argument.getValue());
  const json = (): string[] =>
    (instruction as JSONInstruction).getJSONStrings().map((each) => each.getJSONValue());
  switch (instruction.getKeyword()) {
    case 'WORKDIR':
      stage.workdir = path.posix.resolve(stage.workdir, words[0]!);
      mkdirSync(within(stage, '.'), { recursive: true });
      break;
    case 'ENV':
      for (const word of words) stage.env[word.split('=')[0]!] = word.slice(word.indexOf('=') + 1);
      break;
    case 'COPY': {
      const from = (instruction as Copy)
        .getFlags()
        .find((flag) => flag.getName() === 'from')
        ?.getValue();
      const source = stages.find(({ name }) => name === from);
      const [what, target] = words as [string, string];
      if (source)
        cpSync(within(source, what), within(stage, target), { recursive: true, verbatimSymlinks: true });
      else if (what === '.') copyContext(within(stage, target));
      else throw new Error(`COPY ${words.join(' ')} is not understood`);
      break;
    }
    case 'RUN':
      execFileSync('sh', ['-c', instruction.getArgumentsContent()!.replace(/chown \S+ \S+/, 'true')], {
        cwd: within(stage, '.'),
        env: {
          PATH: `${path.dirname(process.execPath)}:${process.env.PATH}`,
          HOME: process.env.HOME,
          ...stage.env,
        },
        stdio: 'pipe',
      });
      break;
    case 'USER':
      stage.user = words[0]!;
      break;
    case 'CMD':
      stage.command = json();
      break;
    case 'HEALTHCHECK':
      stage.health = JSON.parse(
        /\[.*\]/s.exec(instruction.getArgumentsContent() ?? '')?.[0] ?? '[]',
      ) as string[];
      break;
    case 'FROM':
    case 'EXPOSE':
    case 'STOPSIGNAL':
      break;
    default:
      throw new Error(`${instruction.getKeyword()} is not carried out by this test`);
  }
}

beforeAll(() => {
  for (const instruction of file.getInstructions()) {
    if (instruction.getKeyword() === 'FROM') {
      const words = instruction.getArguments().map((argument) => argument.getValue());
      const name = words[2] ?? 'last';
      stages.push({
        name,
        place: path.join(folder, name),
        workdir: '/',
        user: 'root',
        command: [],
        health: [],
        env: {},
      });
    }
    carryOut(instruction, stages.at(-1)!);
  }
}, 600_000);

test('is built in stages, runs unprivileged, and says how it is', () => {
  const last = stages.at(-1)!;
  expect(stages.length).toBeGreaterThan(1);
  expect(last.user).toBe('node');
  expect(last.command[0]).toBe('node');
  expect(last.health[0]).toBe('node');
});

test('what it copied and ran starts, answers a photo, is healthy, and ends when told', async () => {
  const { place, workdir, command, health, env } = stages.at(-1)!;
  const port = '38211';
  const own = (words: readonly string[]) => words.slice(1).map((word) => word.replace('3000', port));
  const server = spawn(process.execPath, own(command), {
    cwd: path.join(place, workdir),
    env: { ...env, PORT: port, HOST: '127.0.0.1', PATH: process.env.PATH },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [server.stdout, server.stderr])
    stream.on('data', (text) => {
      said += text;
    });
  const ended = new Promise<number | null>((resolve) => server.once('exit', resolve));
  const url = `http://127.0.0.1:${port}`;
  await expect
    .poll(
      () =>
        fetch(`${url}/api/ready`).then(
          ({ status }) => status,
          () => said,
        ),
      { timeout: 300_000, interval: 1000 },
    )
    .toBe(200);
  execFileSync(process.execPath, own(health));
  const samples = (await (await fetch(`${url}/api/samples`)).json()) as { url: string }[];
  const photo = await (await fetch(url + samples[0]!.url)).blob();
  const answer = await fetch(`${url}/api/search?limit=3`, { method: 'POST', body: photo });
  expect(((await answer.json()) as { matches: unknown[] }).matches).toHaveLength(3);
  server.kill('SIGTERM');
  expect(await ended).toBe(0);
}, 400_000);
