import { createTaxonomyIndex, defaultTaxonomy } from '@imgsearch/core';
import { PhotoSearch } from '../components/photo-search.tsx';

const taxonomy = createTaxonomyIndex(defaultTaxonomy);
const categories = taxonomy.leaves.map((id) => ({ id, name: taxonomy.nameOf(id, 'en') }));

export default function Page() {
  return (
    <main>
      <header className="intro">
        <h1>Find it by photo</h1>
        <p>Show us something that you like, and we look for it in the shop.</p>
      </header>
      <PhotoSearch categories={categories} />
    </main>
  );
}
