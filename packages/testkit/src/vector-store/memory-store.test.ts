import { createMemoryStore } from '@imgsearch/core';
import { describe, it } from 'vitest';
import { testVectorStore } from './test-vector-store.ts';

testVectorStore({ describe, it }, { create: ({ name }) => createMemoryStore({ name }) });
