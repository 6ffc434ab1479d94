import { readFileSync } from 'node:fs';
import { defaultGatePolicy } from '@imgsearch/core';
import { expect, it } from 'vitest';

it("the gate's default bound on entropy is the one that the recipe chose", () => {
  const { chosen } = JSON.parse(readFileSync(new URL('../recipe/gate.json', import.meta.url), 'utf8'));
  expect(defaultGatePolicy.maxEntropy).toBe(chosen);
});
