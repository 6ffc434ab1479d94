import type { ColourName } from '../drawing/colour.ts';
import type { Material, PatternKind } from '../drawing/paint.ts';
import type { Category } from '../families/family.ts';

export type Words = readonly [english: string, korean: string];

export const colourWords: Record<ColourName, Words> = {
  black: ['black', '블랙'],
  charcoal: ['charcoal', '차콜'],
  grey: ['grey', '그레이'],
  white: ['white', '화이트'],
  cream: ['cream', '크림'],
  beige: ['beige', '베이지'],
  camel: ['camel', '카멜'],
  brown: ['brown', '브라운'],
  navy: ['navy', '네이비'],
  blue: ['blue', '블루'],
  sky: ['sky blue', '스카이블루'],
  teal: ['teal', '틸'],
  mint: ['mint', '민트'],
  olive: ['olive', '올리브'],
  green: ['green', '그린'],
  yellow: ['yellow', '옐로'],
  orange: ['orange', '오렌지'],
  red: ['red', '레드'],
  burgundy: ['burgundy', '버건디'],
  pink: ['pink', '핑크'],
  magenta: ['magenta', '마젠타'],
  lilac: ['lilac', '라일락'],
};

export const patternWords: Record<PatternKind, Words> = {
  solid: ['plain', '무지'],
  stripes: ['striped', '스트라이프'],
  pinstripes: ['pinstriped', '핀스트라이프'],
  checks: ['checked', '체크'],
  plaid: ['plaid', '플래드'],
  dots: ['dotted', '도트'],
  floral: ['floral', '플로럴'],
  zigzag: ['zigzag', '지그재그'],
  blocks: ['colour-block', '컬러블록'],
  leaves: ['leaf-print', '리프'],
};

export const materialWords: Record<Material, string> = {
  plain: 'smooth',
  fabric: 'woven',
  knit: 'knitted',
  denim: 'denim',
  leather: 'grained',
  wood: 'wooden',
  metal: 'brushed',
  plastic: 'glossy',
  quilt: 'quilted',
};

/** Invented makers; any likeness is chance. */
export const brands: Record<'clothing' | 'electronics' | 'furniture' | 'misc', readonly Words[]> = {
  clothing: [
    ['Marlune', '마를룬'],
    ['Tessivo', '테시보'],
    ['Oakbry', '오크브리'],
    ['Velanne', '벨란느'],
    ['Nordrim', '노르드림'],
  ],
  electronics: [
    ['Quorila', '쿼릴라'],
    ['Zentavi', '젠타비'],
    ['Lumeko', '루메코'],
    ['Ardvex', '아드벡스'],
  ],
  furniture: [
    ['Hollenby', '홀렌비'],
    ['Pineva', '파이네바'],
    ['Stuvaro', '스투바로'],
    ['Casmere', '카스미어'],
  ],
  misc: [
    ['Fenwillo', '펜윌로'],
    ['Arbelle', '아벨르'],
    ['Trevanto', '트레반토'],
    ['Ombrisa', '옴브리사'],
    ['Kindrel', '킨드렐'],
  ],
};

/** Model lines: one for each shape that a family comes in. */
export const lines: readonly Words[] = [
  ['Alba', '알바'],
  ['Brio', '브리오'],
  ['Corso', '코르소'],
];

export interface CategoryFacts {
  group: keyof typeof brands;
  price: readonly [low: number, high: number];
  sentences: readonly string[];
}

export const categoryFacts: Record<Category, CategoryFacts> = {
  top: {
    group: 'clothing',
    price: [18, 75],
    sentences: ['Cut for an easy fit.', 'Keeps its shape wash after wash.', 'Light enough to layer.'],
  },
  bottom: {
    group: 'clothing',
    price: [28, 110],
    sentences: ['Sits at the natural waist.', 'Made to move with you.', 'Pairs with almost anything.'],
  },
  outer: {
    group: 'clothing',
    price: [69, 260],
    sentences: ['Lined against the wind.', 'For the months in between.', 'Warm without the weight.'],
  },
  shoes: {
    group: 'clothing',
    price: [39, 190],
    sentences: ['Cushioned from heel to toe.', 'Soft from the first day.', 'Grips on wet pavements.'],
  },
  smartphone: {
    group: 'electronics',
    price: [249, 1290],
    sentences: ['Lasts two days on a charge.', 'Takes clear photos after dark.', 'Slips into any pocket.'],
  },
  laptop: {
    group: 'electronics',
    price: [499, 2190],
    sentences: [
      'Quiet under load.',
      'A bright screen and a keyboard that is a pleasure to type on.',
      'Light enough to forget that it is in the bag.',
    ],
  },
  earphone: {
    group: 'electronics',
    price: [29, 320],
    sentences: ['Thirty hours of music.', 'Keeps the noise of the train outside.', 'Stays put on a run.'],
  },
  bed: {
    group: 'furniture',
    price: [299, 1590],
    sentences: ['Sleeps two in comfort.', 'Goes together in an hour.', 'Slatted base included.'],
  },
  chair: {
    group: 'furniture',
    price: [59, 690],
    sentences: ['Comfortable for a long evening.', 'Fits small rooms.', 'Wipes clean.'],
  },
  table: {
    group: 'furniture',
    price: [79, 890],
    sentences: [
      'Seats company without fuss.',
      'Stands firm on uneven floors.',
      'Finished with hard wax oil.',
    ],
  },
  accessories: {
    group: 'misc',
    price: [15, 240],
    sentences: [
      'The detail that finishes the look.',
      'Made to be used every day.',
      'A present that fits everybody.',
    ],
  },
  beauty: {
    group: 'misc',
    price: [8, 120],
    sentences: ['Lasts from morning to night.', 'Kind to sensitive skin.', 'Free of added fragrance.'],
  },
  sports: {
    group: 'misc',
    price: [12, 160],
    sentences: [
      'For training and for play.',
      'Tough enough for every day.',
      'Balanced for beginners and for old hands.',
    ],
  },
};
