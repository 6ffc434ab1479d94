import { createTaxonomyIndex, defaultTaxonomy } from '@imgsearch/core';
import { expect, it } from 'vitest';
import type { ModelManifest } from '../manifest/model-manifest.ts';
import { parseManifest } from '../manifest/parse-manifest.ts';
import { modelCards } from './model-cards.ts';
import { findPreset, type PresetId, presets } from './presets.ts';

it.each(Object.entries(presets))('%s is a valid manifest under its own id', (id, manifest) => {
  expect(parseManifest(structuredClone(manifest))).toEqual(manifest);
  expect(manifest.id).toBe(id);
});

it('has a card for every preset, and none for another', () => {
  expect(Object.keys(modelCards).sort()).toEqual(Object.keys(presets).sort());
});

it.each(Object.entries(modelCards))('%s has a card that fits its manifest', (id, card) => {
  const manifest: ModelManifest = presets[id as PresetId];
  const text = 'text' in manifest ? manifest.text : undefined;
  expect(card.languages.length > 0).toBe(text !== undefined);
  expect(card.megabytes.text !== undefined).toBe(text !== undefined);
  for (const language of card.languages) expect(Intl.getCanonicalLocales(language)).toEqual([language]);
  // Files come from somewhere, and a card names no precision that the manifest cannot open.
  expect(card.hub ?? card.exporter).toBeDefined();
  expect(card.hub?.repository ?? 'a/b').toMatch(/^[\w.-]+\/[\w.-]+$/);
  expect(card.hub?.revision ?? 'a'.repeat(40)).toMatch(/^[0-9a-f]{40}$/);
  for (const precision of card.hub?.precisions ?? []) expect(manifest.files[precision]).toBeDefined();
  // Whether a shop may use it is known, but for weights that are the user's own.
  expect(typeof manifest.commercialUse).toBe(id === 'unet-512' ? 'undefined' : 'boolean');
});

it('calls nothing for commercial use that its licence forbids it for', () => {
  const forbidding = [
    'CC-BY-NC-4.0',
    'LicenseRef-Apple-AMLR',
    'bria-rmbg-2.0',
    'research only',
    'Non-Commercial',
  ];
  for (const licence of forbidding) {
    for (const commercialUse of [true, undefined])
      expect(() => parseManifest({ ...presets.u2net, licence, commercialUse })).toThrow(
        expect.objectContaining({
          code: 'INVALID_OPTIONS',
          message: expect.stringContaining('commercialUse'),
        }),
      );
    expect(parseManifest({ ...presets.u2net, licence, commercialUse: false })).toBeDefined();
  }
  for (const licence of ['MIT', 'Apache-2.0', 'BSD-3-Clause', 'NCSA', 'CC-BY-4.0'])
    expect(parseManifest({ ...presets.u2net, licence, commercialUse: true })).toBeDefined();
  expect(() => parseManifest({ ...presets.u2net, commercialUse: 'yes' })).toThrow(/true or false/);
  expect(Object.values(presets).filter((one) => one.commercialUse === false)).toHaveLength(2);
});

it('finds a preset for its task alone', () => {
  expect(findPreset('u2net', 'segmentation')).toBe(presets.u2net);
  expect(() => findPreset('u2net', 'embedding')).toThrow(
    expect.objectContaining({ code: 'INVALID_OPTIONS', hint: expect.stringContaining('segmentation') }),
  );
});

it('lists what there is for an unknown id', () => {
  for (const id of ['clip', 'constructor', ''])
    expect(() => findPreset(id, 'embedding')).toThrow(/"clip-vit-b-32", "clip-vit-b-16"/);
});

it('maps ImageNet labels to leaves of the default taxonomy', () => {
  const { labels, categories } = presets['resnet-50'];
  expect(labels).toHaveLength(1000);
  expect(labels.slice(0, 3)).toEqual(['tench', 'goldfish', 'great white shark']);
  expect(labels[999]).toBe('toilet tissue');
  expect(labels.filter((label) => /^\s|\s$|\n/.test(label))).toEqual([]);
  const { leaves } = createTaxonomyIndex(defaultTaxonomy);
  for (const [label, category] of Object.entries(categories ?? {})) {
    expect(labels).toContain(label);
    expect(leaves).toContain(category);
  }
});
