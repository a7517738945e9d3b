export { type Expected, expectedOf, expectedView, type Part } from './expected';
export { STORY_POLICY } from './policy';
export { CLUSTER_TENANTS, STORY_METRICS, STORY_TENANTS, type StoryMetric, type StoryTenant } from './series';
export { type Story, type StoryPlaces, writeStory } from './writeStory';
