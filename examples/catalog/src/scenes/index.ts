import { indoorScenes } from './indoor-scenes.ts';
import { outdoorScenes } from './outdoor-scenes.ts';
import { plainScenes } from './plain-scenes.ts';
import type { Scene } from './scene.ts';

/** Where the demo's query photos are taken; no training script draws these. */
export const demoScenes: readonly Scene[] = [...plainScenes, ...indoorScenes, ...outdoorScenes];
