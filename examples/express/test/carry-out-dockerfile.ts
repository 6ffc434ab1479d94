// There need be no Docker engine: a library reads the Dockerfile, and each of its COPY and RUN is carried out in an empty
// folder that stands for the image. What comes out is started as CMD says, without what this checkout has installed.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type Copy, DockerfileParser, type Instruction, type JSONInstruction } from 'dockerfile-ast';

const root = path.resolve(import.meta.dirname, '../../..');

/** One stage of an image, as a folder. */
export interface Stage {
  readonly name: string;
  readonly place: string;
  workdir: string;
  user: string;
  command: string[];
  health: string[];
  readonly env: Record<string, string>;
}
/** Where something of an image lies in the stage's folder. */
export const within = ({ place, workdir }: Stage, target: string): string =>
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

function carryOut(instruction: Instruction, stage: Stage, stages: readonly Stage[]): void {
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

/**
 * The stages of a Dockerfile, carried out below a folder; the last one is the image.
 * @param dockerfile from the root of the repository
 */
export function carryOutDockerfile(dockerfile: string, folder: string): readonly Stage[] {
  const stages: Stage[] = [];
  const file = DockerfileParser.parse(readFileSync(path.join(root, dockerfile), 'utf8'));
  for (const instruction of file.getInstructions()) {
    if (instruction.getKeyword() === 'FROM') {
      const words = instruction.getArguments().map((argument) => argument.getValue());
      const name = words[2] ?? 'last';
      const place = path.join(folder, name);
      stages.push({ name, place, workdir: '/', user: 'root', command: [], health: [], env: {} });
    }
    carryOut(instruction, stages.at(-1)!, stages);
  }
  return stages;
}
