import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import type { ModelManifest } from '../manifest/model-manifest.ts';
import { modelCards } from './model-cards.ts';
import { type PresetId, presets } from './presets.ts';

const file = (name: string): string => fileURLToPath(new URL(`../../../../docs/${name}`, import.meta.url));
const ids = Object.keys(presets) as PresetId[];

const TITLES = {
  embedding: '## Embedders',
  segmentation: '## Masks',
  classification: '## Categories',
} as const;

function table(task: ModelManifest['task']): string {
  const manifests: ModelManifest[] = ids.map((id) => presets[id]).filter((one) => one.task === task);
  const embeds = task === 'embedding';
  const head = [
    'preset',
    'good for',
    ...(embeds ? ['vector', 'texts'] : []),
    'MB',
    'licence',
    'files',
    'checked',
  ];
  const rows = manifests.map((manifest) => {
    const { goodFor, languages, megabytes, hub, checked } = modelCards[manifest.id as PresetId];
    const dimensions = manifest.task === 'embedding' ? manifest.output.dimensions : 0;
    return [
      `\`${manifest.id}\``,
      goodFor,
      ...(embeds ? [String(dimensions), textsOf(languages)] : []),
      megabytes.text === undefined ? String(megabytes.image) : `${megabytes.image} + ${megabytes.text}`,
      manifest.commercialUse === false ? `**${manifest.licence}, not commercial**` : manifest.licence,
      hub
        ? `[${hub.repository}](https://huggingface.co/${hub.repository}): ${hub.precisions.join(', ')}`
        : 'export',
      checked,
    ];
  });
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [TITLES[task], '', line(head), line(head.map(() => '---')), ...rows.map(line), ''].join('\n');
}

const textsOf = (languages: readonly string[]): string =>
  languages.length === 0
    ? 'none'
    : languages.length < 4
      ? languages.join(', ')
      : `${languages.length}, ko among them`;

it('docs/models.md has the tables of the data; vitest -u writes them', async () => {
  const tables = (Object.keys(TITLES) as ModelManifest['task'][]).map(table).join('\n');
  const page = readFileSync(file('models.md'), 'utf8').replace(
    /(<!-- tables: .*? -->\n).*?(<!-- \/tables -->)/s,
    (_, start, end) => `${start}\n${tables}\n${end}`,
  );
  expect(page).toContain(tables);
  await expect(page).toMatchFileSnapshot(file('models.md'));
});

it('calls checked by parity what was measured so, and nothing else', () => {
  const results = file('results/families.json');
  const figures = existsSync(results) ? JSON.parse(readFileSync(results, 'utf8')).figures : {};
  for (const id of ids) {
    const cosine = figures[`${id}.parity`]?.median ?? 0;
    const centred = figures[`${id}.parity-centred`]?.median ?? 0;
    const held = cosine >= 0.9999 && centred >= 0.999;
    expect(`${id} ${modelCards[id].checked}`).toBe(`${id} ${held ? 'parity' : 'manifest'}`);
  }
});
