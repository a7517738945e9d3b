export { configurationSchema, type ConfigurationDocument } from './configuration';
