export { type Actor, actorSchema } from '@gatehouse/model/api';
