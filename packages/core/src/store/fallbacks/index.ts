export { count } from './count.ts';
export { deleteWhere } from './delete-where.ts';
export { searchGroups } from './search-groups.ts';
export { unsupported } from './unsupported.ts';
