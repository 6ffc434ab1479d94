// Finds the Java installations of this machine, for the servers that tests start.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

const windows = process.platform === 'win32';

/** Folders whose children are Java installations, on the three systems. */
const shelves = {
  darwin: ['/Library/Java/JavaVirtualMachines'],
  linux: ['/usr/lib/jvm', '/usr/java', '/opt'],
  win32: ['Java', 'Eclipse Adoptium', 'Microsoft', 'Zulu'].map((name) =>
    path.join(process.env.ProgramFiles ?? 'C:\\Program Files', name),
  ),
};

function homes() {
  // JAVA_HOME, and JAVA_HOME_21_X64 and the like, as build machines have them.
  const named = Object.entries(process.env).filter(([name]) => /^JAVA_HOME(_|$)/.test(name));
  const found = (shelves[process.platform] ?? []).filter(existsSync).flatMap((shelf) =>
    readdirSync(shelf).flatMap((name) => {
      const folder = path.join(shelf, name);
      return [folder, path.join(folder, 'Contents', 'Home')];
    }),
  );
  return [...named.map(([, home]) => home), ...found];
}

function majorOf(java) {
  const { stdout, stderr } = spawnSync(java, ['-version'], { encoding: 'utf8' });
  const version = /version "(?:1\.)?(\d+)/.exec(`${stdout}${stderr}`);
  return version ? Number(version[1]) : 0;
}

/**
 * @param least major version, e.g. 21
 * @returns the command of a Java that is at least so new, the oldest such, or undefined
 */
export function findJava(least) {
  const name = windows ? 'java.exe' : 'java';
  const files = [...new Set(homes().map((home) => path.join(home ?? '', 'bin', name)))].filter(existsSync);
  return [...files, 'java']
    .map((java) => ({ java, major: majorOf(java) }))
    .filter(({ major }) => major >= least)
    .sort((a, b) => a.major - b.major)[0]?.java;
}
