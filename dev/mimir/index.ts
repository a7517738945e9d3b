export { type Mimir, startMimir } from './startMimir';
