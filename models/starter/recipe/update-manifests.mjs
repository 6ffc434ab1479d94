// Writes src/manifests/*.json from facts.json and the weights themselves: after every training.
//     node models/starter/recipe/update-manifests.mjs
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const { models } = JSON.parse(readFileSync(path.join(root, 'recipe', 'facts.json'), 'utf8'));

/** What only one kind of model has. */
const byTask = {
  segmentation: ({ input, output, preprocessing, activation, stretch, minComponentShare }) => ({
    input: { name: input, preprocessing },
    output: { name: output, activation, stretch, minComponentShare },
  }),
  embedding: ({ input, output, preprocessing, dimensions, pooling }) => ({
    input: { name: input, preprocessing },
    output: { name: output, dimensions, pooling },
  }),
  classification: ({ input, output, preprocessing, dimensions, activation, labels }) => ({
    input: preprocessing ? { name: input, preprocessing } : { name: input, dimensions },
    output: { name: output, activation },
    labels,
  }),
};

for (const [name, facts] of Object.entries(models)) {
  const file = describe(facts.file);
  const manifest = {
    manifestVersion: 1,
    id: `imgsearch-starter-${name}`,
    task: facts.task,
    files: { fp32: file, ...(facts.int8 && { int8: describe(facts.int8.file) }) },
    licence: 'MIT',
    source: 'https://www.npmjs.com/package/@imgsearch/models-starter',
    ...byTask[facts.task](facts),
  };
  const target = path.join(root, 'src', 'manifests', `${name}.json`);
  const text = `${stringify(manifest)}\n`;
  if (existsSync(target) && readFileSync(target, 'utf8') === text) continue;
  writeFileSync(target, text);
  console.log(`${path.relative(root, target)}: ${file.size} bytes, sha256 ${file.sha256}`);
}

/** A file as manifests name it. */
function describe(name) {
  const bytes = readFileSync(path.join(root, name));
  return { path: name, sha256: createHash('sha256').update(bytes).digest('hex'), size: bytes.length };
}

/** JSON as the formatter leaves it: lists of plain values on one line, if it is short enough. */
function stringify(value) {
  return JSON.stringify(value, null, 2).replace(
    /^(.*)\[\n\s+([^[\]{}]*?)\n\s+\]/gm,
    (lines, before, list) => {
      const line = `${before}[${list.replace(/\n\s+/g, ' ')}]`;
      return line.length < 110 ? line : lines;
    },
  );
}
