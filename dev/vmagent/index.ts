export { startVmagent, type Vmagent } from './startVmagent';
