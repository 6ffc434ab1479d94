import type { Views } from '@imgsearch/core';
import type { AugmentOptions } from '@imgsearch/core/ensembles';
import { type Command, InvalidArgumentError } from 'commander';

const number = (value: string): number => {
  const parsed = Number(value);
  if (value.trim() === '' || !Number.isFinite(parsed))
    throw new InvalidArgumentError(`"${value}" is no number.`);
  return parsed;
};

/** `2,1` as numbers. */
export const parseWeights = (value: string): number[] => value.split(',').map(number);

const CROPS = 0.875;

/** `mirror`, `crops`, `crops:0.8`, `mirror,crops` as options. */
export function parseAugment(value: string): AugmentOptions {
  let augment: AugmentOptions = { mirror: false };
  for (const word of value.split(',')) {
    const [name, share] = word.trim().split(':');
    if (name === 'mirror' && share === undefined) augment = { ...augment, mirror: true };
    else if (name === 'crops') augment = { ...augment, crops: share === undefined ? CROPS : number(share) };
    else throw new InvalidArgumentError(`"${word}" is none of mirror, crops, crops:SHARE.`);
  }
  return augment;
}

const POOLINGS = { top: 'top', softmax: 'softmax', 'generalized-mean': 'generalizedMean' } as const;

/** `best`, `mean`, `top:3`, `softmax:0.05`, `generalized-mean:8` as a policy. */
export function parseViews(value: string): Views {
  if (value === 'best' || value === 'mean') return value;
  const [name = '', amount = ''] = value.split(':');
  if (!Object.hasOwn(POOLINGS, name))
    throw new InvalidArgumentError(`"${value}" is none of best, mean, top:N, softmax:T, generalized-mean:P.`);
  return { [POOLINGS[name as keyof typeof POOLINGS]]: number(amount) } as unknown as Views;
}

/** Several embedders, their precision, several views of a picture, several pictures of a product. */
export const addEmbedderOptions = (command: Command): Command =>
  command
    .option('--embedding <MANIFEST>', 'another embedder, or several: starter,mine/manifest.json')
    .option('--profile <FILE>', 'precisions and batch sizes, as models bench wrote them')
    .option('--weights <LIST>', 'shares of several embedders: 2,1', parseWeights)
    .option(
      '--augment <VIEWS>',
      'look at each picture several times: mirror, crops, mirror,crops:0.8',
      parseAugment,
    );

export const VIEWS_HELP = 'how products with several pictures compare: best, mean, top:3, softmax:0.05';
