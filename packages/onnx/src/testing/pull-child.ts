// A process that pulls, for tests that kill it: `node pull-child.ts URL CACHE`. Says what came of it.
import { pullModel } from '../hub/pull-model.ts';
import { REPOSITORY, twoTowers } from './hub-model.ts';

const [from = '', cache = ''] = process.argv.slice(2);
const { commit, asked } = await pullModel(twoTowers, { repository: REPOSITORY, from, cache, retryDelay: 20 });
process.stdout.write(JSON.stringify({ commit, asked }));
