import React from 'react';
import { PageFrame } from '../ui/PageFrame';

export function PublishPage() {
  return <PageFrame page="publish">{null}</PageFrame>;
}
