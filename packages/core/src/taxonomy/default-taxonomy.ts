import type { Category, Taxonomy } from '../spec/taxonomy.ts';

const leaf = (id: string, en: string, ko: string): Category => ({ id, names: { en, ko } });

/** Thirteen leaves in four groups. `misc` is shown as "Other" (기타); replace the tree by your own where it does not fit. */
export const defaultTaxonomy: Taxonomy = [
  {
    id: 'clothing',
    names: { en: 'Clothing', ko: '의류' },
    children: [
      leaf('top', 'Top', '상의'),
      leaf('bottom', 'Bottom', '하의'),
      leaf('outer', 'Outerwear', '아우터'),
      leaf('shoes', 'Shoes', '신발'),
    ],
  },
  {
    id: 'electronics',
    names: { en: 'Electronics', ko: '전자제품' },
    children: [
      leaf('smartphone', 'Smartphone', '스마트폰'),
      leaf('laptop', 'Laptop', '노트북'),
      leaf('earphone', 'Earphones', '이어폰'),
    ],
  },
  {
    id: 'furniture',
    names: { en: 'Furniture', ko: '가구' },
    children: [leaf('bed', 'Bed', '침대'), leaf('chair', 'Chair', '의자'), leaf('table', 'Table', '테이블')],
  },
  {
    id: 'misc',
    names: { en: 'Other', ko: '기타' },
    children: [
      leaf('accessories', 'Accessories', '액세서리'),
      leaf('beauty', 'Beauty', '뷰티'),
      leaf('sports', 'Sports', '스포츠'),
    ],
  },
];
