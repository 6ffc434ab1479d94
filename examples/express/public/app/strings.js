// Every word of the page, by language. `{name}` is filled in.
const en = {
  title: 'Find it by photo',
  lead: 'Give it a picture. The background goes away, and what looks like it comes up.',
  skipToResults: 'Skip to the results',
  yourPhoto: 'Your photo',
  dropTitle: 'Drop a photo here',
  touchTitle: 'Start with a photo',
  dropHint: 'or paste one. JPEG, PNG, WebP or AVIF, up to 25 MB.',
  dropAnywhere: 'Drop it anywhere',
  choose: 'Choose a photo',
  takePhoto: 'Take a photo',
  trySample: 'Or try one of these',
  sampleOf: 'Sample photo: {category}',
  sample: 'Sample photo {number}',
  howSeen: 'How your photo was read',
  partOpen: 'Search for a part of it',
  partTitle: 'What is meant?',
  partHint: 'Draw a frame around it, or pull its corners.',
  partKeys: 'The arrow keys move it, and with Shift they resize it.',
  partFrame: 'Frame: {left} from the left, {top} from the top, {width} wide, {height} high',
  partUse: 'Search for this part',
  partAll: 'The whole photo',
  close: 'Close',
  stepOriginal: 'Photo',
  stepMask: 'Mask',
  stepCutOut: 'Cut-out',
  altOriginal: 'Your photo',
  altMask: 'Mask: what is white was taken for the product',
  altCutOut: 'Your product, cut out of its background',
  category: 'Category',
  notSure: 'Not sure',
  notSureNote: 'No category is likely enough, so everything was searched.',
  chosenNote: 'You chose where to search: {category}.',
  timings: 'What each step took',
  total: 'In all',
  milliseconds: '{value} ms',
  step: {
    read: 'Read',
    decode: 'Decode',
    segment: 'Find product',
    cutOut: 'Cut out',
    embed: 'Embed',
    classify: 'Classify',
    search: 'Search',
    encode: 'Encode',
  },
  background: 'Background removal',
  auto: 'Auto',
  off: 'Off',
  always: 'Always',
  compare: 'Compare off and on',
  backgroundOff: 'With background',
  backgroundOn: 'Cut out',
  asItWas: 'Photo as it was',
  onlyHere: 'Only here',
  removed: 'Background removed: the product covers {coverage} of the photo.',
  kept: {
    off: 'Background kept, because removal is off.',
    'no-remover': 'Background kept: no model for it is loaded.',
    empty: 'Background kept: no product stands out from it.',
    full: 'Background kept: the product fills the photo already.',
    undecided: 'Background kept: the model could not tell product and background apart.',
    'cut-by-frame': 'Background kept: the product is cut by the edge of the photo.',
  },
  searchIn: 'Search in',
  automatic: 'Automatic',
  automaticAs: 'Automatic ({category})',
  everything: 'Everything',
  allOf: 'All of {group}',
  price: 'Price',
  minPrice: 'Lowest price',
  maxPrice: 'Highest price',
  found: 'Similar products',
  gettingReady: 'Getting ready',
  foundMany: '{count} similar products',
  foundOne: '1 similar product',
  foundNone: 'Nothing matches',
  foundNoneHint: 'Widen the price or search in everything.',
  unsure: 'No confident match ({percent}): these are only the most similar.',
  foundIn: 'found in {time} ms among {products}',
  similar: '{percent} similar',
  reach: { group: 'Related category', everything: 'Other category' },
  moreLike: 'More like {name}',
  moreLikeThis: 'More like this',
  searching: 'Searching…',
  announce: '{found}. Category: {category}. {unsure}',
  shelf: '{count} products',
  preparing: {
    loading: 'Waking up the models',
    drawing: 'Drawing the demo’s products',
    indexing: 'Indexing products',
  },
  count: '{done} of {total}',
  countLeft: '{done} of {total} · {seconds} s left',
  preparingNote: 'You can choose a photo already; the search starts as soon as everything is there.',
  queued: 'Your photo is next in line.',
  tryAgain: 'Try again',
  footer: 'Everything runs on this computer: no photo leaves it.',
  problems: {
    UNSUPPORTED_FORMAT: [
      'This file is not a picture that we can read.',
      'Choose a JPEG, PNG, WebP or AVIF photo.',
    ],
    INVALID_IMAGE: ['This picture is damaged.', 'Open it in an image viewer, save it anew, and try again.'],
    IMAGE_TOO_LARGE: ['This picture is too large.', 'Choose one with at most 25 MB and 50 megapixels.'],
    INVALID_OPTIONS: ['These filters do not go together.', 'Check the prices and the category.'],
    TIMEOUT: ['This took too long.', 'Try again, or choose a smaller photo.'],
    QUEUE_FULL: ['Too many searches at once.', 'Try again in a few seconds.'],
    OUT_OF_MEMORY: ['The computer ran out of memory.', 'Close something and try again.'],
    STORE_UNAVAILABLE: ['The products are not ready yet.', 'Try again in a moment.'],
    OFFLINE: ['The server does not answer.', 'Look at the terminal in which you typed npm start.'],
    NO_FILE: ['There was no picture in what you dropped.', 'Save the picture first, then drop the file.'],
    START: ['The demo could not start.', 'Look at the terminal in which you typed npm start.'],
    OTHER: ['Something went wrong.', 'Try again. The terminal says more.'],
  },
};

const ko = {
  title: '사진으로 찾기',
  lead: '사진을 올리면 배경을 지우고, 닮은 상품을 찾아 드려요.',
  skipToResults: '결과로 건너뛰기',
  yourPhoto: '내 사진',
  dropTitle: '여기에 사진을 놓으세요',
  touchTitle: '사진으로 시작하세요',
  dropHint: '붙여넣어도 돼요. JPEG, PNG, WebP, AVIF · 최대 25MB',
  dropAnywhere: '아무 곳에나 놓으세요',
  choose: '사진 고르기',
  takePhoto: '사진 찍기',
  trySample: '또는 샘플로 해 보세요',
  sampleOf: '샘플 사진: {category}',
  sample: '샘플 사진 {number}',
  howSeen: '사진을 이렇게 읽었어요',
  partOpen: '일부만 찾기',
  partTitle: '무엇을 찾으세요?',
  partHint: '찾을 것을 네모로 둘러싸거나 모서리를 당겨 주세요.',
  partKeys: '화살표 키로 옮기고, Shift와 함께 누르면 크기가 바뀌어요.',
  partFrame: '네모: 왼쪽에서 {left}, 위에서 {top}, 너비 {width}, 높이 {height}',
  partUse: '이 부분으로 찾기',
  partAll: '사진 전체',
  close: '닫기',
  stepOriginal: '사진',
  stepMask: '마스크',
  stepCutOut: '누끼',
  altOriginal: '내 사진',
  altMask: '마스크: 흰 부분을 상품으로 보았어요',
  altCutOut: '배경에서 오려 낸 상품',
  category: '카테고리',
  notSure: '확실하지 않음',
  notSureNote: '확실한 카테고리가 없어 전체에서 찾았어요.',
  chosenNote: '선택한 범위에서 찾았어요: {category}',
  timings: '단계별 시간',
  total: '합계',
  milliseconds: '{value}ms',
  step: {
    read: '읽기',
    decode: '디코딩',
    segment: '상품 찾기',
    cutOut: '오려 내기',
    embed: '임베딩',
    classify: '분류',
    search: '검색',
    encode: '인코딩',
  },
  background: '배경 제거',
  auto: '자동',
  off: '끄기',
  always: '항상',
  compare: '끄고 켠 결과 비교',
  backgroundOff: '배경 그대로',
  backgroundOn: '배경 제거',
  asItWas: '원본 사진',
  onlyHere: '여기만 있음',
  removed: '배경을 지웠어요. 상품이 사진의 {coverage}를 차지해요.',
  kept: {
    off: '배경 제거가 꺼져 있어 그대로 두었어요.',
    'no-remover': '배경 제거 모델이 없어 그대로 두었어요.',
    empty: '눈에 띄는 상품이 없어 배경을 그대로 두었어요.',
    full: '상품이 사진을 가득 채우고 있어 배경을 그대로 두었어요.',
    undecided: '상품과 배경을 구분하기 어려워 그대로 두었어요.',
    'cut-by-frame': '상품이 사진 밖으로 잘려 있어 배경을 그대로 두었어요.',
  },
  searchIn: '검색 범위',
  automatic: '자동',
  automaticAs: '자동 ({category})',
  everything: '전체',
  allOf: '{group} 전체',
  price: '가격',
  minPrice: '최저 가격',
  maxPrice: '최고 가격',
  found: '닮은 상품',
  gettingReady: '준비하는 중',
  foundMany: '닮은 상품 {count}개',
  foundOne: '닮은 상품 1개',
  foundNone: '맞는 상품이 없어요',
  foundNoneHint: '가격 범위를 넓히거나 전체에서 찾아 보세요.',
  unsure: '꼭 맞는 상품은 없는 것 같아요({percent}). 가장 닮은 상품을 보여 드려요.',
  foundIn: '{products} 중에서 {time}ms 만에 찾았어요',
  similar: '유사도 {percent}',
  reach: { group: '관련 카테고리', everything: '다른 카테고리' },
  moreLike: '{name}와(과) 닮은 상품 찾기',
  moreLikeThis: '이것과 닮은 상품',
  searching: '찾는 중…',
  announce: '{found}. 카테고리: {category}. {unsure}',
  shelf: '상품 {count}개',
  preparing: {
    loading: '모델을 불러오는 중',
    drawing: '데모 상품을 그리는 중',
    indexing: '상품을 색인하는 중',
  },
  count: '{done} / {total}',
  countLeft: '{done} / {total} · {seconds}초 남음',
  preparingNote: '지금 사진을 골라도 돼요. 준비가 끝나면 바로 찾기 시작해요.',
  queued: '준비가 끝나면 이 사진부터 찾을게요.',
  tryAgain: '다시 시도',
  footer: '모든 처리는 이 컴퓨터에서 이루어지며, 사진은 밖으로 나가지 않아요.',
  problems: {
    UNSUPPORTED_FORMAT: ['읽을 수 있는 사진 파일이 아니에요.', 'JPEG, PNG, WebP, AVIF 사진을 골라 주세요.'],
    INVALID_IMAGE: ['사진 파일이 손상되었어요.', '이미지 뷰어에서 열어 다시 저장한 뒤 시도해 주세요.'],
    IMAGE_TOO_LARGE: ['사진이 너무 커요.', '25MB, 5천만 화소 이하의 사진을 골라 주세요.'],
    INVALID_OPTIONS: ['필터 값이 올바르지 않아요.', '가격과 카테고리를 확인해 주세요.'],
    TIMEOUT: ['시간이 너무 오래 걸렸어요.', '다시 시도하거나 더 작은 사진을 골라 주세요.'],
    QUEUE_FULL: ['검색이 너무 많이 몰렸어요.', '잠시 뒤에 다시 시도해 주세요.'],
    OUT_OF_MEMORY: ['컴퓨터의 메모리가 부족해요.', '다른 프로그램을 닫고 다시 시도해 주세요.'],
    STORE_UNAVAILABLE: ['상품이 아직 준비되지 않았어요.', '잠시 뒤에 다시 시도해 주세요.'],
    OFFLINE: ['서버가 응답하지 않아요.', 'npm start를 실행한 터미널을 확인해 주세요.'],
    NO_FILE: ['놓은 것에 사진이 없어요.', '사진을 먼저 저장한 뒤 파일을 놓아 주세요.'],
    START: ['데모를 시작하지 못했어요.', 'npm start를 실행한 터미널을 확인해 주세요.'],
    OTHER: ['문제가 생겼어요.', '다시 시도해 주세요. 자세한 내용은 터미널에 있어요.'],
  },
};

const languages = { en, ko };

/** The first of the browser's languages that the page speaks. */
export const language =
  navigator.languages.map((tag) => tag.slice(0, 2).toLowerCase()).find((tag) => tag in languages) ?? 'en';

const strings = languages[language];

/** A text by its path, such as `problems.TIMEOUT`; undefined where there is none. */
const lookUp = (path) => path.split('.').reduce((at, key) => at?.[key], strings);

/** A text with its `{names}` filled in. */
export function say(path, values = {}) {
  const text = lookUp(path);
  if (typeof text !== 'string') return text ?? path;
  return text.replaceAll(/\{(\w+)\}/g, (_, name) => values[name] ?? '');
}

/** Sentence and advice for an error code. */
export const sayProblem = (code) => lookUp(`problems.${code}`);

/** Puts the language's words into the page. */
export function translatePage() {
  document.documentElement.lang = language;
  for (const element of document.querySelectorAll('[data-text]'))
    element.textContent = say(element.dataset.text);
}

const whole = new Intl.NumberFormat(language);
export const formatCount = (value) => whole.format(value);
export const formatPercent = (fraction, digits = 0) =>
  new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: digits }).format(fraction);

/** A price in its currency, or as a bare number where none is known. */
export function formatPrice(price, currency) {
  if (!currency) return new Intl.NumberFormat(language, { maximumFractionDigits: 2 }).format(price);
  try {
    return new Intl.NumberFormat(language, {
      style: 'currency',
      currency,
      currencyDisplay: 'narrowSymbol',
    }).format(price);
  } catch {
    return `${whole.format(price)} ${currency}`;
  }
}
