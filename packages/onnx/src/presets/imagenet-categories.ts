/** Leaves of the default taxonomy, each with the ImageNet classes that show such a product. Earphones has none. */
const LABELS_BY_CATEGORY: Readonly<Record<string, string>> = {
  top: 'jersey, sweatshirt, brassiere, bikini',
  bottom: 'jean, miniskirt, overskirt, hoopskirt, sarong, swimming trunks',
  outer: 'academic gown, cardigan, cloak, fur coat, kimono, lab coat, poncho, suit, trench coat, abaya',
  shoes: 'clog, cowboy boot, Loafer, running shoe, sandal',
  smartphone: 'cellular telephone, hand-held computer, iPod',
  laptop: 'laptop, notebook',
  bed: 'bassinet, cradle, crib, four-poster, studio couch',
  chair: 'barber chair, folding chair, park bench, rocking chair, throne',
  table: 'desk, dining table',
  accessories:
    'backpack, bolo tie, bonnet, bow tie, buckle, cowboy hat, digital watch, hair slide, mailbag, mitten, necklace, ' +
    'purse, sombrero, stole, sunglass, sunglasses, umbrella, wallet, Windsor tie',
  beauty: 'face powder, hair spray, lipstick, lotion, perfume, soap dispenser, sunscreen',
  sports:
    'balance beam, barbell, baseball, basketball, bicycle-built-for-two, crash helmet, croquet ball, dumbbell, ' +
    'football helmet, golf ball, horizontal bar, knee pad, mountain bike, mountain tent, paddle, parallel bars, ' +
    'ping-pong ball, puck, punching bag, racket, rugby ball, ski, sleeping bag, snorkel, soccer ball, tennis ball, ' +
    'unicycle, volleyball',
};

/** ImageNet class to leaf of the default taxonomy. What shows no product of it has no entry. */
export const imagenetCategories: Readonly<Record<string, string>> = /* @__PURE__ */ Object.fromEntries(
  Object.entries(LABELS_BY_CATEGORY).flatMap(([category, labels]) =>
    labels.split(', ').map((label) => [label, category]),
  ),
);
