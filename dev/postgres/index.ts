export type { Postgres } from './postgres';
export { startPostgres } from './startPostgres';
